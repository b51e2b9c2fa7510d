package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad file gets: a sentence with the place. */
class CsvRefusalTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF", "  \n"})
    void refusesAnEmptyFile(String csv) {
        assertThat(refusal(csv)).hasMessage("the file is empty; a header row is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "a,b\n\n"})
    void refusesAHeaderAlone(String csv) {
        assertThat(refusal(csv)).hasMessage("line 1: there is a header but no row below it");
    }

    @Test
    void refusesARowThatIsTooShort() {
        CsvException refusal = refusal("a,b,c\n1,2,3\n4,5\n");

        assertThat(refusal).hasMessage("line 3, column c: the row ends after 2 of 3 fields");
        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal.columnNumber()).isEqualTo(3);
        assertThat(refusal.columnName()).contains("c");
    }

    @Test
    void refusesARowThatIsTooLong() {
        CsvException refusal = refusal("a,b\n1,2,extra\n");

        assertThat(refusal).hasMessage("line 2, column 3: the row has more fields than the 2 columns of the header");
        assertThat(refusal.valueSeen()).isEqualTo("extra");
        assertThat(refusal.columnName()).isEmpty();
    }

    @Test
    void refusesANameThatOccursTwice() {
        assertThat(refusal("a,b,a\n1,2,3\n"))
                .hasMessage("line 1, column 3: the name 'a' is already that of column 1; "
                        + "every column needs a name of its own");
    }

    @Test
    void refusesAQuoteThatIsNeverClosed() {
        assertThat(refusal("a,b\n1,\"x\n2,y\n")).hasMessage("line 2: a quote is opened and never closed");
    }

    @Test
    void refusesTextBehindAClosingQuote() {
        assertThat(refusal("a,b\n1,\"x\"y\n"))
                .hasMessage("line 2: after a closing quote there must be a comma or the end of the line; "
                        + "quotes inside are doubled");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin1 = "a,name\n1,Ren\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusal(new ByteArrayInputStream(latin1), CsvLimits.DEFAULT))
                .hasMessage("line 2, column name: the text is not UTF-8; save the file as UTF-8");
        byte[] utf16 = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16);
        assertThat(refusal(new ByteArrayInputStream(utf16), CsvLimits.DEFAULT)).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 3, 10, 10, 'line 5: there are more than the 3 rows allowed'",
        "1000, 10, 1, 10, 'line 1: there are more than the 1 columns allowed'",
        "1000, 10, 10, 3, 'line 3: a field is longer than the 3 bytes allowed'",
        "11, 10, 10, 10, 'the file is larger than the 11 bytes allowed'"
    })
    void refusesWhatExceedsALimit(long bytes, int rows, int columns, int fieldBytes, String message) {
        String csv = "a,b\n1,2\n1000,2\n3,4\n5,6\n";
        CsvLimits limits = new CsvLimits(bytes, rows, columns, fieldBytes);
        InputStream in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(in, limits)).hasMessage(message);
    }

    @Test
    void refusesLongNamesAndManyBlankLinesInARow() {
        CsvLimits limits = new CsvLimits(1_000, 10, 10, 100, 3, 2);

        assertThat(refusal(in("abc,🌲🌲🌲\n\n\n1,2\n\n \n3,4\n\n\n"), limits)).isNull();
        assertThat(refusal(in("a,abcd\n1,2\n"), limits))
                .hasMessage("line 1, column 2: the column's name is longer than the 3 letters allowed");
        assertThat(refusal(in("a,b\n1,2\n\n\t\n\n3,4\n"), limits))
                .hasMessage("line 5: there are more than the 2 blank lines in a row allowed");
        assertThat(refusal(in("\n\n\na\n1\n"), limits)).hasMessageContaining("line 3: ");
        assertThat(refusal(in("a\n1\n\n\n\n"), limits)).hasMessageContaining("line 5: ");
    }

    /**
     * Two gigabytes in one field are refused as soon as the limit is passed, not gathered first.
     */
    @Test
    void refusesAnEndlessFieldEarly() {
        Endless endless = new Endless((byte) '7');

        assertThat(refusal(endless, CsvLimits.DEFAULT))
                .hasMessageContaining("a field is longer than the 65536 bytes allowed");
        assertThat(endless.given).isLessThan(2 << 20);
    }

    @Test
    void refusesAnEndlessQuoteEarly() {
        Endless endless = new Endless((byte) '"');

        assertThat(refusal(endless, CsvLimits.DEFAULT)).hasMessageContaining("longer than the 65536 bytes allowed");
        assertThat(endless.given).isLessThan(2 << 20);
    }

    @Test
    void showsLongValuesShortened() {
        assertThat(refusal("a\n1," + "x".repeat(500) + "\n").valueSeen()).hasSizeLessThanOrEqualTo(43);
    }

    private static CsvException refusal(String csv) {
        return refusal(in(csv), CsvLimits.DEFAULT);
    }

    private static InputStream in(String csv) {
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static CsvException refusal(InputStream in, CsvLimits limits) {
        byte[] bytes = in instanceof Endless ? null : bytes(in);
        CsvException read = catchThrowableOfType(
                CsvException.class, () -> CsvReader.read(bytes == null ? in : new ByteArrayInputStream(bytes), limits));
        if (bytes != null) {
            // A scan alone says the same.
            CsvException scanned = catchThrowableOfType(
                    CsvException.class,
                    () -> CsvReader.scan(new ByteArrayInputStream(bytes), limits, ScanLimits.DEFAULT));
            assertThat(String.valueOf(scanned)).isEqualTo(String.valueOf(read));
        }
        return read;
    }

    private static byte[] bytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Endless extends InputStream {
        private final byte content;
        private long given;

        Endless(byte content) {
            this.content = content;
        }

        @Override
        public int read() {
            given++;
            return content;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, content);
            given += length;
            return length;
        }
    }
}
