/**
 * Reads the rows of a Parquet file, as the lines of a CSV. Written from the format's specification.
 *
 * <p>A file trusts nobody and is trusted by nobody: every length that it claims is compared with the bytes that are
 * there, and memory is asked for ({@link dev.tasuki.learn.parquet.ParquetMemory}) before it is taken. Whatever the bytes,
 * the only error is {@link dev.tasuki.learn.parquet.ParquetException}, whose words are fit for the client.
 *
 * <p>The way of a value: {@code Footer} tells columns and where their pages are; {@code ChunkPages} reads one page after
 * the other and has it unpacked by {@code Codec}; {@code ColumnValues} takes values out of the page by the decoder of its
 * encoding; {@code CellWriter} writes one as a cell; {@code ParquetCsv} goes through rows and columns.
 */
@NullMarked
package dev.tasuki.learn.parquet;

import org.jspecify.annotations.NullMarked;
