package dev.tasuki.learn.parquet;

/**
 * What a file may have at most.
 *
 * @param rows of all row groups
 * @param columns of each row
 * @param footerBytes of the metadata at its end
 * @param pageBytes of one page, unpacked
 * @param cellBytes of one cell of text
 * @param unpackedBytes of all pages together, unpacked
 */
public record ParquetLimits(
        long rows, int columns, int footerBytes, int pageBytes, int cellBytes, long unpackedBytes) {}
