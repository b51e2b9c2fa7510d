package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan beside a table that was read whole. */
class TableScanTest {
    private static final ScanLimits SMALL = new ScanLimits(4 << 20, 1_000, 20, 60);
    private static final String[] NUMBERS = {"1", "2.5", "-0", "0", "1e3", "007", "", "NA", "inf", " 4 ", "1.0"};
    private static final String[] ANYTHING = {"1", "x", "", "1.0", "null", "\"a,b\"", "é", "🌲", "nan"};

    @Test
    void sumsUpAsIfTheTableHadBeenRead() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(60);
            StringBuilder csv = new StringBuilder("a,b,c,d\n");
            for (int row = 0; row < rows; row++) {
                csv.append(random.nextInt(20)).append(',');
                csv.append(NUMBERS[random.nextInt(NUMBERS.length)]).append(',');
                csv.append(ANYTHING[random.nextInt(ANYTHING.length)]).append(',');
                csv.append(row < rows / 2 ? NUMBERS[random.nextInt(NUMBERS.length)] : "t" + row % 3);
                csv.append('\n');
            }

            Table table = CsvReader.read(in(csv), CsvLimits.DEFAULT);
            TableSummary summary = CsvReader.scan(in(csv), CsvLimits.DEFAULT, ScanLimits.DEFAULT);

            assertThat(summary.rows()).isEqualTo(rows);
            assertThat(summary.columns())
                    .isEqualTo(table.columns().stream().map(ColumnSummary::of).toList());
            assertThat(summary.firstRows()).hasSize(Math.min(20, rows));
            for (int row = 0; row < summary.firstRows().size(); row++) {
                for (int c = 0; c < 4; c++) {
                    assertThat(summary.firstRows().get(row).get(c))
                            .isEqualTo(cell(table.columns().get(c), row));
                }
            }
        }
    }

    private static String cell(Column column, int row) {
        if (column instanceof TextColumn text) {
            String value = text.value(row);
            return value == null ? "" : value;
        }
        NumericColumn numbers = (NumericColumn) column;
        double value = numbers.value(row);
        return Double.isNaN(value) ? "" : numbers.integral() ? Long.toString((long) value) : Double.toString(value);
    }

    @Test
    @Tag("bound:distinct_counted")
    void differentValuesAreCountedExactlyUpToTheBoundAndThenEstimated() throws Exception {
        ColumnSummary at = column("n\n" + lines(1_000, ""), ScanLimits.DEFAULT);
        ColumnSummary beyond = column("n\n" + lines(1_001, ""), ScanLimits.DEFAULT);
        ColumnSummary textAt = column("n\n" + lines(1_000, "t"), ScanLimits.DEFAULT);
        ColumnSummary many = column("n\n" + lines(200_000, "t"), ScanLimits.DEFAULT);

        assertThat(at.distinct()).isEqualTo(1_000);
        assertThat(at.distinctExact()).isTrue();
        assertThat(textAt.distinct()).isEqualTo(1_000);
        assertThat(textAt.distinctExact()).isTrue();
        assertThat(beyond.distinctExact()).isFalse();
        assertThat(beyond.distinct()).isEqualTo(1_001);
        assertThat(many.distinctExact()).isFalse();
        assertThat((double) many.distinct()).isCloseTo(200_000, within(30_000.0));
    }

    @Test
    @Tag("bound:describing_memory")
    void theMedianIsExactWhileTheNumbersFitAndThenNearIt() throws Exception {
        ColumnSummary fits = column("n\n" + lines(10_000, ""), SMALL);
        ColumnSummary beyond = column("n\n" + lines(1_000_000, ""), SMALL);

        assertThat(fits.medianExact()).isTrue();
        assertThat(fits.median()).hasValue(4_999.5);
        assertThat(beyond.medianExact()).isFalse();
        assertThat(beyond.median().orElseThrow()).isCloseTo(499_999.5, within(5_000.0));
        assertThat(beyond.min()).hasValue(0);
        assertThat(beyond.max()).hasValue(999_999);
    }

    @Test
    @Tag("bound:describing_memory")
    void theOrderIsExactUpToItsLimitAndNotOneNumberFurther() {
        QuantileSketch sketch = new QuantileSketch(64 << 10);
        int limit = sketch.exactLimit();
        for (int i = 0; i < limit; i++) {
            sketch.add(i);
        }
        assertThat(sketch.exact()).isTrue();
        sketch.add(limit);
        assertThat(sketch.exact()).isFalse();
        assertThat(sketch.median()).isCloseTo(limit / 2.0, within(limit / 100.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rising", "falling", "shuffled", "few"})
    void theEstimatedMedianIsNearWhateverTheOrder(String order) {
        SplittableRandom random = new SplittableRandom(5);
        QuantileSketch sketch = new QuantileSketch(32 << 10);
        int n = 500_000;
        for (int i = 0; i < n; i++) {
            sketch.add(
                    switch (order) {
                        case "rising" -> i;
                        case "falling" -> n - i;
                        case "few" -> random.nextInt(3) * (n / 2.0);
                        default -> random.nextInt(n);
                    });
        }
        assertThat(sketch.median()).isCloseTo(n / 2.0, within(n / 100.0));
    }

    /** Ten thousand long names and as many columns of numbers that are all different, or of text. */
    @ParameterizedTest
    @ValueSource(strings = {"", "text "})
    @Tag("bound:describing_memory")
    void aScanOfTheWidestTableStaysWithinItsMemory(String prefix) throws Exception {
        int columns = 10_000;
        StringBuilder csv = new StringBuilder();
        for (int c = 0; c < columns; c++) {
            csv.append(c == 0 ? "" : ",").append("é".repeat(990)).append(c);
        }
        SplittableRandom random = new SplittableRandom(3);
        for (int row = 0; row < 120; row++) {
            csv.append('\n');
            for (int c = 0; c < columns; c++) {
                csv.append(c == 0 ? "" : ",").append(prefix).append(random.nextInt());
            }
        }
        ScanLimits limits = ScanLimits.DEFAULT;
        TableScan scan = new TableScan(new CsvRows(in(csv), CsvLimits.DEFAULT), limits);

        TableSummary summary = scan.run();

        assertThat(summary.columns()).hasSize(columns);
        assertThat(summary.firstRows()).isNotEmpty();
        assertThat(retained(scan, summary)).isLessThan(limits.memory());
    }

    @Test
    @Tag("bound:describing_memory")
    void aScanOfALongTableStaysWithinItsMemory() throws Exception {
        InputStream endless = new Rows("a,b,c,d\n", 1_000_000);
        TableScan scan = new TableScan(new CsvRows(endless, CsvLimits.DEFAULT), SMALL);

        TableSummary summary = scan.run();

        assertThat(summary.rows()).isEqualTo(1_000_000);
        assertThat(retained(scan, summary)).isLessThan(SMALL.memory());
    }

    @Test
    @Tag("bound:rows_shown")
    void soManyFirstRowsAreKeptAndNoMore() throws Exception {
        assertThat(scan("a\n" + lines(20, "")).firstRows()).hasSize(20).endsWith(List.of("19"));
        assertThat(scan("a\n" + lines(21, "")).firstRows()).hasSize(20).endsWith(List.of("19"));
    }

    @Test
    @Tag("bound:cell_shown")
    void cellsAreCutBetweenLetters() throws Exception {
        String sixty = "🌲".repeat(60);

        assertThat(scan("a\n" + sixty + "\n").firstRows()).containsExactly(List.of(sixty));
        assertThat(scan("a\n" + sixty + "x\n").firstRows()).containsExactly(List.of("🌲".repeat(59) + "…"));
        assertThat(scan("a\n" + "é".repeat(30_000) + "\n").firstRows()).containsExactly(List.of("é".repeat(59) + "…"));
    }

    @Test
    void refusesTextThatIsNotUtf8AsTheReaderDoes() {
        byte[] latin1 = "a,name\n1,Ren\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(
                        () -> CsvReader.scan(new ByteArrayInputStream(latin1), CsvLimits.DEFAULT, ScanLimits.DEFAULT))
                .hasMessage("line 2, column name: the text is not UTF-8; save the file as UTF-8");
        assertThatThrownBy(() ->
                        CsvReader.read(new ByteArrayInputStream(latin1), CsvLimits.DEFAULT, header -> List.of("a")))
                .hasMessage("line 2, column name: the text is not UTF-8; save the file as UTF-8");
    }

    @Test
    void keepsOnlyTheColumnsThatWereChosen() throws Exception {
        Table table = CsvReader.read(in(new StringBuilder("a,b,c\n1,x,3\n4,,6\n")), CsvLimits.DEFAULT, header -> {
            assertThat(header).containsExactly("a", "b", "c");
            return Set.of("c", "a");
        });

        assertThat(table.names()).containsExactly("a", "c");
        assertThat(((NumericColumn) table.column("c").orElseThrow()).values()).containsExactly(3, 6);
    }

    private static TableSummary scan(String csv) throws Exception {
        return CsvReader.scan(in(new StringBuilder(csv)), CsvLimits.DEFAULT, ScanLimits.DEFAULT);
    }

    private static ColumnSummary column(String csv, ScanLimits limits) throws Exception {
        return CsvReader.scan(in(new StringBuilder(csv)), CsvLimits.DEFAULT, limits)
                .columns()
                .getFirst();
    }

    private static String lines(int count, String prefix) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(prefix).append(i).append('\n');
        }
        return lines.toString();
    }

    private static InputStream in(StringBuilder csv) {
        return new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of all that can be reached: arrays as they are, objects by their fields; constants left out. */
    private static long retained(Object... roots) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(roots));
        long bytes = 0;
        while (!open.isEmpty()) {
            Object object = open.pop();
            if (!seen.add(object) || object instanceof InputStream || object instanceof Enum) {
                continue;
            }
            Class<?> type = object.getClass();
            if (type.isArray()) {
                boolean references = !type.getComponentType().isPrimitive();
                int size = type == byte[].class ? 1 : references || type == int[].class ? 4 : 8;
                bytes += 16 + (long) size * Array.getLength(object);
                for (int i = 0; references && i < Array.getLength(object); i++) {
                    push(Array.get(object, i), open);
                }
            } else if (object instanceof String text) {
                bytes += 56 + 2L * text.length();
            } else if (object instanceof Iterable<?> list) {
                bytes += 40;
                list.forEach(item -> push(item, open));
            } else {
                bytes += 16 + fields(object, type, open);
            }
        }
        return bytes;
    }

    private static long fields(Object object, Class<?> type, Deque<Object> open) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                bytes += 8;
                if (!field.getType().isPrimitive() && type.getName().startsWith("dev.tasuki")) {
                    field.setAccessible(true);
                    push(field.get(object), open);
                }
            }
        }
        return bytes;
    }

    private static void push(Object object, Deque<Object> open) {
        if (object != null) {
            open.push(object);
        }
    }

    /** Rows of four columns, made while they are read. */
    private static final class Rows extends InputStream {
        private final SplittableRandom random = new SplittableRandom(9);
        private byte[] block;
        private int at;
        private int left;

        Rows(String header, int rows) {
            block = header.getBytes(StandardCharsets.US_ASCII);
            left = rows;
        }

        @Override
        public int read() {
            return refill() ? block[at++] : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (!refill()) {
                return -1;
            }
            int n = Math.min(length, block.length - at);
            System.arraycopy(block, at, into, offset, n);
            at += n;
            return n;
        }

        private boolean refill() {
            if (at == block.length && left > 0) {
                StringBuilder rows = new StringBuilder();
                for (int i = 0; i < 1_000; i++) {
                    rows.append(random.nextInt())
                            .append(",t")
                            .append(random.nextInt())
                            .append(",1,0.5\n");
                }
                left -= 1_000;
                block = rows.toString().getBytes(StandardCharsets.US_ASCII);
                at = 0;
            }
            return at < block.length;
        }
    }
}
