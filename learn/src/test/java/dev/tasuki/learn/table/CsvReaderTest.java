package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEveryKindOfLineEnd(String end) throws Exception {
        Table table = read("a,b" + end + "1,x" + end + "2.5,y" + end);

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(numbers(table, "a").values()).containsExactly(1, 2.5);
        assertThat(texts(table, "b")).containsExactly("x", "y");
        assertThat(table.line(1)).isEqualTo(3);
    }

    @Test
    void needsNoLineEndAtTheEndAndNoticesAByteOrderMark() throws Exception {
        Table table = read("\uFEFFa,b\n1,2");

        assertThat(table.names()).containsExactly("a", "b");
        assertThat(numbers(table, "b").values()).containsExactly(2);
    }

    @Test
    void readsQuotesWithCommasLinesAndQuotesInside() throws Exception {
        Table table = read("\"a,\"\"b\"\"\",c\n\"x,\ny\",\"\"\"\"\n\"\",z\n");

        assertThat(table.names()).containsExactly("a,\"b\"", "c");
        assertThat(texts(table, "a,\"b\"")).containsExactly("x,\ny", null);
        assertThat(texts(table, "c")).containsExactly("\"", "z");
        assertThat(table.line(0)).isEqualTo(2);
        assertThat(table.line(1)).isEqualTo(4);
    }

    @Test
    void skipsLinesOfNothingButBlanks() throws Exception {
        Table table = read("\n \t\na,b\n\n1,2\n  \n3,4\n\n");

        assertThat(numbers(table, "a").values()).containsExactly(1, 3);
        assertThat(table.line(0)).isEqualTo(5);
        assertThat(table.line(1)).isEqualTo(7);
    }

    @Test
    void takesPandasWordsForMissingValues() throws Exception {
        Table table = read("n,t\nNA,x\nnan,NULL\n,\n\"\",n/a\n-1.#IND,<NA>\n7,none\n");

        assertThat(numbers(table, "n").missing()).isEqualTo(5);
        assertThat(numbers(table, "n").value(5)).isEqualTo(7);
        assertThat(texts(table, "t")).containsExactly("x", null, null, null, null, "none");
        assertThat(table.column("t").orElseThrow().missing()).isEqualTo(4);
    }

    @Test
    void keepsInfinitiesSoThatTheyCanBePointedAt() throws Exception {
        Table table = read("n\ninf\n-Infinity\n1e400\n-1e400\n");

        assertThat(numbers(table, "n").values())
                .containsExactly(
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY);
    }

    @Test
    void turnsAColumnIntoTextAtTheFirstWordAndSaysWhere() throws Exception {
        Table table = read("id,v\n007,1\n1.50,2\n,3\nabc,4\n8,5\n");

        TextColumn column = (TextColumn) table.column("id").orElseThrow();
        assertThat(texts(table, "id")).containsExactly("007", "1.50", null, "abc", "8");
        assertThat(column.firstNotNumber()).contains(new TextColumn.Misfit(3, 5, "abc"));
        assertThat(numbers(table, "v").integral()).isTrue();
    }

    @Test
    void keepsWholeNumbersOfLateTextColumnsHoweverLongTheyAre() throws Exception {
        StringBuilder csv = new StringBuilder("id\n");
        int rows = 300_000;
        for (int row = 0; row < rows; row++) {
            csv.append(row * 7).append('\n');
        }
        TextColumn column = (TextColumn) read(csv + "end\n").column("id").orElseThrow();

        for (int row = 0; row < rows; row++) {
            assertThat(column.value(row)).isEqualTo(Integer.toString(row * 7));
        }
        assertThat(column.value(rows)).isEqualTo("end");
    }

    @Test
    void tellsWholeNumbersFromOthers() throws Exception {
        Table table = read("a,b,c\n1,1.0,1\n2,2,\n");

        assertThat(numbers(table, "a").integral()).isTrue();
        assertThat(numbers(table, "b").integral()).isFalse();
        assertThat(numbers(table, "c").integral()).isFalse();
    }

    @Test
    void namesANamelessColumnAsPandasDoes() throws Exception {
        assertThat(read(",a\n0,1\n").names()).containsExactly("Unnamed: 0", "a");
    }

    @Test
    void sumsUpColumns() throws Exception {
        Table table = read("n,t,e\n4,x,\n1,y,\n,x,\n2.5,,\n1,x,\n");

        ColumnSummary n = ColumnSummary.of(table.columns().get(0));
        assertThat(n.type()).isEqualTo(ColumnSummary.Type.NUMBER);
        assertThat(n.missing()).isEqualTo(1);
        assertThat(n.distinct()).isEqualTo(3);
        assertThat(n.min()).hasValue(1);
        assertThat(n.median()).hasValue(1.75);
        assertThat(n.max()).hasValue(4);
        ColumnSummary t = ColumnSummary.of(table.columns().get(1));
        assertThat(t.type()).isEqualTo(ColumnSummary.Type.TEXT);
        assertThat(t.distinct()).isEqualTo(2);
        assertThat(t.min()).isEmpty();
        assertThat(ColumnSummary.of(table.columns().get(2)).median()).isEmpty();
    }

    /**
     * Random tables written in random ways and delivered in random pieces come back as they were.
     */
    @Test
    void readsBackWhatASimpleWriterWrote() throws Exception {
        SplittableRandom random = new SplittableRandom(20261123);
        for (int round = 0; round < 300; round++) {
            int columns = 1 + random.nextInt(5);
            int rows = 1 + random.nextInt(40);
            List<List<String>> cells = new ArrayList<>();
            StringBuilder csv = new StringBuilder();
            for (int row = -1; row < rows; row++) {
                List<String> line = new ArrayList<>();
                for (int c = 0; c < columns; c++) {
                    String cell = row < 0 ? "h" + c : "t" + randomText(random);
                    line.add(cell);
                    boolean mustQuote = cell.matches("(?s).*[,\"\n\r].*");
                    boolean quote = mustQuote || random.nextInt(4) == 0;
                    csv.append(c == 0 ? "" : ",");
                    csv.append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
                }
                cells.add(line);
                csv.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
            Table table = CsvReader.read(new Trickle(bytes, random.split()), CsvLimits.DEFAULT);
            for (int c = 0; c < columns; c++) {
                List<String> column = new ArrayList<>();
                for (int row = 1; row <= rows; row++) {
                    column.add(cells.get(row).get(c));
                }
                assertThat(texts(table, "h" + c)).isEqualTo(column);
            }
        }
    }

    @Test
    void readsFieldsAcrossTheEdgeOfItsBuffer() throws Exception {
        StringBuilder csv = new StringBuilder("n,t\n");
        int rows = 40_000;
        for (int row = 0; row < rows; row++) {
            csv.append(row + 0.125)
                    .append(",\"")
                    .append("é\"\"".repeat(row % 5))
                    .append(row)
                    .append("\"\r\n");
        }
        Table table = read(csv.toString());

        for (int row = 0; row < rows; row++) {
            assertThat(numbers(table, "n").value(row)).isEqualTo(row + 0.125);
            assertThat(((TextColumn) table.column("t").orElseThrow()).value(row))
                    .isEqualTo("é\"".repeat(row % 5) + row);
        }
    }

    private static String randomText(SplittableRandom random) {
        String alphabet = "ab ,\"\n\ré✓\uD83C\uDF32";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static Table read(String csv) throws Exception {
        return CsvReader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), CsvLimits.DEFAULT);
    }

    private static NumericColumn numbers(Table table, String name) {
        return (NumericColumn) table.column(name).orElseThrow();
    }

    private static List<String> texts(Table table, String name) {
        TextColumn column = (TextColumn) table.column(name).orElseThrow();
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            texts.add(column.value(row));
        }
        return texts;
    }

    /** A stream that gives a few bytes at a time. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private final SplittableRandom random;

        Trickle(byte[] bytes, SplittableRandom random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return bytes.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
        }
    }
}
