package dev.tasuki.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Datasets at each bound, and one beyond it. */
class DatasetBoundsTest {
    private static final DatasetId ID = new DatasetId("d");

    private final Datasets datasets = new Datasets(new MemoryObjectStore(), Keys.STANDARD);

    /** Fifty million rows take a while; that reading stops at the bound that it is given, a small one shows. */
    @Test
    @Tag("bound:dataset_rows")
    void rows() throws Exception {
        CsvLimits all = Csv.limits(1_000);
        CsvLimits small =
                new CsvLimits(all.bytes(), 100, all.columns(), all.fieldBytes(), all.nameLetters(), all.blankLines());

        assertThat(all.rows()).isEqualTo(Limits.DATASET_ROWS.intValue());
        assertThat(CsvReader.scan(csv("a\n" + "1\n".repeat(100)), small, Csv.SCAN)
                        .rows())
                .isEqualTo(100);
        assertThatThrownBy(() -> CsvReader.scan(csv("a\n" + "1\n".repeat(101)), small, Csv.SCAN))
                .hasMessage("line 102: there are more than the 100 rows allowed");
    }

    @Test
    @Tag("bound:dataset_columns")
    void columns() {
        int most = Limits.DATASET_COLUMNS.intValue();

        assertThat(datasets.put(ID, csv(wide(most))).columns()).hasSize(most);
        refused(wide(most + 1), "more than the 10000 columns allowed");
    }

    @Test
    @Tag("bound:dataset_field")
    void field() {
        int most = Limits.DATASET_FIELD.intValue();

        assertThat(datasets.put(ID, csv("a\n" + "x".repeat(most) + "\n")).rows())
                .isEqualTo(1);
        refused("a\n" + "x".repeat(most + 1) + "\n", "line 2: a field is longer than the 65536 bytes allowed");
    }

    @Test
    @Tag("bound:column_name")
    void nameOfAColumn() {
        int most = Limits.COLUMN_NAME.intValue();

        assertThat(datasets.put(ID, csv("a," + "é".repeat(most) + "\n1,2\n")).rows())
                .isEqualTo(1);
        refused("a," + "é".repeat(most + 1) + "\n1,2\n", "line 1, column 2: the column's name is longer than the 1000");
    }

    @Test
    @Tag("bound:blank_lines")
    void blankLines() {
        int most = Limits.BLANK_LINES.intValue();
        String blank = "\n".repeat(most);

        assertThat(datasets.put(ID, csv("a\n1\n" + blank + "2\n" + blank)).rows())
                .isEqualTo(2);
        refused("a\n1\n" + blank + "\n2\n", "line 1000003: there are more than the 1000000 blank lines in a row");
    }

    @Test
    @Tag("bound:columns_shown")
    void columnsShown() {
        List<ColumnView> columns = datasets.put(ID, csv(wide(120))).columns();
        int most = Limits.COLUMNS_SHOWN.intValue();

        assertThat(ColumnChoice.positions(null, columns)).hasSize(most).startsWith(0);
        assertThat(ColumnChoice.positions("51-100", columns)).hasSize(most).startsWith(50);
        assertThatThrownBy(() -> ColumnChoice.positions("51-101", columns)).hasMessageContaining("at most 50 columns");
        assertThatThrownBy(() -> ColumnChoice.positions("1-50,c77", columns))
                .hasMessageContaining("at most 50 columns");
    }

    @Test
    void columnsAreChosenByNameAndPosition() {
        List<ColumnView> columns =
                datasets.put(ID, csv("age,2,b c,x-y\n1,2,3,4\n")).columns();

        assertThat(ColumnChoice.positions("2", columns)).containsExactly(1);
        assertThat(ColumnChoice.positions("x-y, b c ,age,1,age", columns)).containsExactly(0, 2, 3);
        assertThat(ColumnChoice.positions("3-50", columns)).containsExactly(2, 3);
        assertThat(ColumnChoice.positions("", columns)).hasSize(4);
        for (String nonsense : List.of("nope", "0", "5", "4-3", "1-", "-1", "age,", "1-2-3", "99999999999")) {
            assertThatThrownBy(() -> ColumnChoice.positions(nonsense, columns))
                    .as(nonsense)
                    .isInstanceOfSatisfying(
                            InvalidRequest.class,
                            wrong -> assertThat(wrong.fields().getFirst().loc()).isEqualTo(List.of("query", "columns")))
                    .hasMessageContaining("there is no column");
        }
        assertThat(ColumnChoice.next(List.of(0, 1), 4)).isEqualTo("3-4");
        assertThat(ColumnChoice.next(List.of(3), 4)).isNull();
        assertThat(ColumnChoice.next(List.of(49), 1_000)).isEqualTo("51-100");
    }

    @Test
    @Tag("bound:dataset_cache")
    void whatIsRememberedIsBoundedByItsSize() {
        DatasetDescription wide = datasets.put(ID, csv(wide(2_000)));
        long weight = wide.weight();

        assertThat(weight).isBetween(2_000L * 200, 2_000L * 2_000);
        assertThat(remembers(weight + 10_000, wide)).isTrue();
        assertThat(remembers(weight - 1, wide)).isFalse();
        assertThat(Limits.DATASET_CACHE.bytes(3_200)).isEqualTo(100);
    }

    private static boolean remembers(long bytes, DatasetDescription description) {
        KnownDatasets known = new KnownDatasets(2 * bytes);
        known.remember("v", description);
        return known.description("v").isPresent();
    }

    private void refused(String csv, String words) {
        assertThatThrownBy(() -> datasets.put(ID, csv(csv)))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, wrong -> assertThat(wrong.code()).isEqualTo(RefusalCode.INVALID_DATASET))
                .hasMessageContaining(words);
    }

    private static String wide(int columns) {
        String header = IntStream.rangeClosed(1, columns).mapToObj(c -> "c" + c).collect(Collectors.joining(","));
        return header + "\n" + String.join(",", Collections.nCopies(columns, "1")) + "\n";
    }

    private static InputStream csv(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
