package dev.tasuki.learn.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cells that are no numbers look like, as people write them in several countries. */
class TextKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "THOUSANDS; 1.234,5",
                "THOUSANDS; 1,234.5",
                "THOUSANDS; 1,234",
                "THOUSANDS; -1.234.567",
                "THOUSANDS; 1 234,50",
                "THOUSANDS; 1\u202f234",
                "THOUSANDS; 1'234'567.80",
                "THOUSANDS; 12,34,567.8",
                "DECIMAL_COMMA; 1,5",
                "DECIMAL_COMMA; ,25",
                "DECIMAL_COMMA; 1,2e5",
                "PERCENT; 12 %",
                "PERCENT; 12,5%",
                "PERCENT; 1,234.5 %",
                "PERCENT; %50",
                "CURRENCY; $1,234.50",
                "CURRENCY; 1.234,50 \u20ac",
                "CURRENCY; -$5",
                "CURRENCY; ($5.00)",
                "CURRENCY; EUR 12",
                "CURRENCY; \u00a51200",
                "CURRENCY; 1200\u5186",
                "UNIT; 12 kg",
                "UNIT; 5cm",
                "UNIT; 21,5\u00b0C",
                "NEGATIVE; (1,234.5)",
                "NEGATIVE; 12.5-",
                "DIGITS; \uff11\uff12\uff13",
                "DIGITS; \u22125",
                "DIGITS; \u0661\u0662",
                "DATE; 2024-01-31",
                "DATE; 31.12.2024",
                "DATE; 12/31/24",
                "DATE; 2024-01-31T10:00:00Z",
                "DATE; 10:30",
                "DATE; 5-Jan-2024",
                "MISSING_MARK; -",
                "MISSING_MARK; ?",
                "MISSING_MARK; n.a.",
                "MISSING_MARK; None",
                "MISSING_MARK; N/A\u00a0",
                "MISSING_MARK; ~  ~",
                "MISSING_MARK; #DIV/0!",
                "MISSING_MARK; \u4e0d\u660e",
                "YES_NO; Yes",
                "YES_NO; nein",
                "YES_NO; ~ True~",
                "OTHER; Tokyo",
                "OTHER; 12A",
                "OTHER; 192.168.0.1",
                "OTHER; 090 123 456",
                "OTHER; v1.2.3",
                "OTHER; 1.2.3",
                "OTHER; 10 or more",
                "OTHER; 1,234.5.6"
            })
    void looksLike(TextKind kind, String text) {
        assertThat(TextKind.of(text)).isEqualTo(kind);
    }

    /** A pattern that goes back and forth would take forever. */
    @ParameterizedTest
    @CsvSource({
        "1.111.111.111.111.111.111.111.111.111x",
        "1111111111111111111111111111111111111111",
        "$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$1"
    })
    void longOnesAreOfNoKind(String text) {
        assertThat(TextKind.of(text)).isEqualTo(TextKind.OTHER);
    }
}
