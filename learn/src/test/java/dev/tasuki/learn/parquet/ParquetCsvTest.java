package dev.tasuki.learn.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that pyarrow, polars, DuckDB and fastparquet wrote ({@code src/test/python/golden_parquet.py}), each beside the
 * CSV of the same table.
 */
class ParquetCsvTest {
    private static String expected(String name) {
        return new String(ParquetBytes.resource(name + ".csv"), StandardCharsets.UTF_8);
    }

    /** Cells as they are written, but numbers by their value: 1.0E-5 is Java's way and 1e-05 Python's. */
    private static List<String> canonical(String csv) {
        List<String> cells = new ArrayList<>();
        for (String cell : csv.split("[,\n]", -1)) {
            boolean real = cell.matches("-?\\d+(\\.\\d+([eE][-+]?\\d+)?|[eE][-+]?\\d+)");
            cells.add(real ? String.valueOf(Double.parseDouble(cell)) : cell);
        }
        return cells;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types-pyarrow-snappy",
                "types-pyarrow-zstd-pages2",
                "types-pyarrow-gzip",
                "types-pyarrow-lz4",
                "types-pyarrow-plain",
                "mixed-pyarrow-snappy",
                "mixed-polars-zstd",
                "mixed-duckdb-zstd",
                "mixed-duckdb-snappy",
                "mixed-fastparquet-gzip",
                "constant-pyarrow-snappy"
            })
    void everyCellIsThatOfTheCsv(String name) throws Exception {
        String csv = ParquetBytes.csv(ParquetBytes.resource(name + ".parquet"));

        assertThat(canonical(csv)).isEqualTo(canonical(expected(name.substring(0, name.indexOf('-')))));
    }

    /** The old timestamps have neither a zone nor a choice of units. */
    @Test
    void oldTimestampsAreThoseOfTheTable() throws Exception {
        String[] lines =
                ParquetBytes.csv(ParquetBytes.resource("int96-pyarrow.parquet")).split("\n");
        String whole = ParquetBytes.csv(ParquetBytes.resource("types-pyarrow-plain.parquet"));

        assertThat(lines).hasSize(151).startsWith("us,ns");
        for (String line : List.of(lines).subList(1, lines.length)) {
            // In the other file the first of the two is one of UTC.
            assertThat(whole).contains("," + (line.startsWith(",") ? line : line.replace(",", "Z,")) + ",");
        }
    }

    @Test
    void aMissingValueOfTheOnlyColumnIsARow() throws Exception {
        assertThat(ParquetBytes.csv(ParquetBytes.resource("one-pyarrow.parquet")))
                .isEqualTo("y\n1\n\"\"\n3\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nested-pyarrow | columns 'list', 'map', 'struct' hold lists, maps or structs; write the file without, or as"
                        + " columns of plain values",
                "fixed-pyarrow | column 'fixed' holds values that are neither numbers, text, dates nor times; write the file"
                        + " without, or as columns of plain values",
                "binary-pyarrow | column 'b' holds bytes that are no text in UTF-8; write the file without it, or as text",
                "mixed-pyarrow-brotli | it is packed with Brotli; what is read is SNAPPY, ZSTD, GZIP, LZ4_RAW and files that"
                        + " are not packed"
            })
    void whatIsNotReadIsRefusedByItsName(String name, String words) {
        assertThatThrownBy(() -> ParquetBytes.csv(ParquetBytes.resource(name + ".parquet")))
                .hasMessage("the Parquet file cannot be read: " + words);
    }

    @Test
    void rowsColumnsAndCellsHaveBounds() throws Exception {
        byte[] file = ParquetBytes.resource("constant-pyarrow-snappy.parquet");
        ParquetLimits least = new ParquetLimits(2_000, 3, 1 << 20, 1 << 20, 1, 1 << 20);
        assertThat(ParquetBytes.csv(file, least, ParquetMemory.of(1 << 20)))
                .hasSize(expected("constant").length());

        assertThatThrownBy(() -> ParquetBytes.csv(
                        file, new ParquetLimits(1_999, 3, 1 << 20, 1 << 20, 1, 1 << 20), ParquetMemory.of(1 << 20)))
                .hasMessageContaining("more than 1,999 rows");
        assertThatThrownBy(() -> ParquetBytes.csv(
                        file, new ParquetLimits(2_000, 2, 1 << 20, 1 << 20, 1, 1 << 20), ParquetMemory.of(1 << 20)))
                .hasMessageContaining("3 columns; at most 2 are read");
        assertThatThrownBy(() -> ParquetBytes.csv(
                        file, new ParquetLimits(2_000, 3, 1 << 20, 1 << 20, 0, 1 << 20), ParquetMemory.of(1 << 20)))
                .hasMessageContaining("a text of column 'word' has 1 bytes; at most 0 are taken");
    }

    @Test
    void whatIsHeldIsAPageOfEachColumn() throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        ParquetMemory watched = new ParquetMemory() {
            @Override
            public void take(long bytes) {
                most.accumulateAndGet(held.addAndGet(bytes), Math::max);
            }

            @Override
            public void giveBack(long bytes) {
                held.addAndGet(-bytes);
            }
        };
        String csv =
                ParquetBytes.csv(ParquetBytes.resource("mixed-pyarrow-snappy.parquet"), ParquetBytes.LIMITS, watched);

        assertThat(csv).hasSize(expected("mixed").length());
        // Only what the metadata became is held to the end.
        assertThat(held.get()).isLessThan(3_000);
        assertThat(most.get()).isLessThan(200_000);
    }
}
