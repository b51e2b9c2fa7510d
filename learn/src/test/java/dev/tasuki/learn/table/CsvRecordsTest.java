package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {
    private static final int ROW = 1 << 16;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void keepsEachRecordAsItIsWritten(String end) throws Exception {
        CsvRecords records = records("\uFEFF\"a\",b" + end + end + "\"x,\"\"\ny\", 2 " + end + "=1+1,\"\"");

        assertThat(records.marked()).isTrue();
        assertThat(records.names()).containsExactly("a", "b");
        assertThat(text(records.header())).isEqualTo("\"a\",b");
        assertThat(records.lineEnd()).isEqualTo(end);
        assertThat(records.next()).isTrue();
        assertThat(raw(records)).isEqualTo("\"x,\"\"\ny\", 2 ");
        assertThat(records.field(0)).isEqualTo("x,\"\ny");
        assertThat(records.field(1)).isEqualTo(" 2 ");
        assertThat(records.line()).isEqualTo(3);
        assertThat(records.next()).isTrue();
        assertThat(raw(records)).isEqualTo("=1+1,\"\"");
        assertThat(records.field(1)).isEmpty();
        assertThat(records.next()).isFalse();
        assertThat(records.records()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '', 'the file is empty; a header row is needed'
                    'a,b', 'line 1: there is a header but no row below it'
                    'a,b|1', 'line 2, column b: the row ends after 1 of 2 fields'
                    'a,b|1,2,3', 'line 2, column 3: the row has more fields than the 2 columns of the header'
                    'a,a|1,2', 'line 1, column 2: the name ''a'' stands twice; every column needs a name of its own'
                    'a,b|"1,2', 'line 2: a quote is opened and never closed'
                    'a,b|"1"x,2', 'line 2: after a closing quote there must be a comma'
                    """)
    void whatIsNoTableIsRefusedWithItsLine(String csv, String message) {
        assertThatThrownBy(() -> all(csv.replace('|', '\n'))).hasMessageStartingWith(message);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] latin = "a,b\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> all(new ByteArrayInputStream(latin), CsvLimits.DEFAULT, ROW))
                .hasMessageContaining("line 2, column b")
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void eachLimitHoldsToTheLast() throws Exception {
        CsvLimits tight = new CsvLimits(1 << 20, 2, 2, 4, 3, 1);

        assertThat(all("abc,b\n\n\"1\"\"34\",2\n12,1234\n", tight, 9)).hasSize(2);
        assertThatThrownBy(() -> all("abc,b\n1,2\n1,2\n1,2\n", tight, 9)).hasMessageContaining("the 2 rows");
        assertThatThrownBy(() -> all("a,b,c\n1,2,3\n", tight, 9)).hasMessageContaining("the 2 columns");
        assertThatThrownBy(() -> all("a,b\n12345,2\n", tight, 9)).hasMessageContaining("the 4 bytes");
        assertThatThrownBy(() -> all("a,b\n\"12345\",2\n", tight, 9)).hasMessageContaining("the 4 bytes");
        assertThatThrownBy(() -> all("abcd,b\n1,2\n", tight, 9)).hasMessageContaining("the 3 letters");
        assertThatThrownBy(() -> all("a,b\n\n\n1,2\n", tight, 9)).hasMessageContaining("the 1 blank lines");
        assertThat(all("a,b\n1234,1234\n", tight, 9)).hasSize(1);
        assertThatThrownBy(() -> all("a,b\n\"1234\",123\n", tight, 9)).hasMessageContaining("the 9 bytes");
        assertThatThrownBy(() -> all("a,b\n1,2\n", new CsvLimits(7, 2, 2, 4), 9))
                .hasMessageContaining("the 7 bytes");
    }

    @Test
    void readsWhatTheReaderReadsAndRefusesWhatItRefuses() throws Exception {
        SplittableRandom random = new SplittableRandom(12);
        String[] pieces = {"a", "1.5", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", " ", "é"};
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder csv = new StringBuilder("x,y\n");
            for (int n = random.nextInt(14); n > 0; n--) {
                csv.append(pieces[random.nextInt(pieces.length)]);
            }
            List<List<String>> expected = byReader(csv.toString());
            List<List<String>> seen = null;
            try {
                seen = all(dripping(csv.toString(), random.nextInt(1, 5)), CsvLimits.DEFAULT, ROW);
            } catch (CsvException refused) {
                assertThat(expected)
                        .as("'%s' is refused: %s", csv, refused.getMessage())
                        .isNull();
            }
            assertThat(seen).as("'%s'", csv).isEqualTo(expected);
            read += seen == null ? 0 : 1;
        }
        assertThat(read).isGreaterThan(1_000);
    }

    /** What the reader makes of it; null if it refuses. */
    private static @Nullable List<List<String>> byReader(String csv) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try {
            CsvRows rows = new CsvRows(new ByteArrayInputStream(bytes(csv)), CsvLimits.DEFAULT);
            while (rows.read(new ColumnSink[2])) {
                all.add(new ArrayList<>());
            }
            FieldScanner fields = new FieldScanner(new ByteArrayInputStream(bytes(csv)), CsvLimits.DEFAULT);
            for (int row = -1; row < all.size(); row++) {
                FieldScanner.End end = fields.next();
                while (end == FieldScanner.End.ROW && fields.blank()) {
                    end = fields.next();
                }
                for (int i = 0; i < 2; i++) {
                    String field = new String(
                            fields.bytes(), fields.start(), fields.end() - fields.start(), StandardCharsets.UTF_8);
                    if (row >= 0) {
                        all.get(row).add(field);
                    }
                    if (i == 0) {
                        fields.next();
                    }
                }
            }
        } catch (CsvException refused) {
            return null;
        }
        return all;
    }

    private static InputStream dripping(String csv, int most) {
        return new ByteArrayInputStream(bytes(csv)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(most, length));
            }
        };
    }

    private static CsvRecords records(String csv) throws CsvException, IOException {
        return new CsvRecords(new ByteArrayInputStream(bytes(csv)), CsvLimits.DEFAULT, ROW);
    }

    private static List<List<String>> all(String csv) throws CsvException, IOException {
        return all(csv, CsvLimits.DEFAULT, ROW);
    }

    private static List<List<String>> all(String csv, CsvLimits limits, int row) throws CsvException, IOException {
        return all(new ByteArrayInputStream(bytes(csv)), limits, row);
    }

    private static List<List<String>> all(InputStream csv, CsvLimits limits, int row) throws CsvException, IOException {
        CsvRecords records = new CsvRecords(csv, limits, row);
        List<List<String>> all = new ArrayList<>();
        while (records.next()) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < records.names().size(); i++) {
                fields.add(records.field(i));
            }
            all.add(fields);
        }
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String raw(CsvRecords records) {
        return new String(records.bytes(), records.start(), records.length(), StandardCharsets.UTF_8);
    }
}
