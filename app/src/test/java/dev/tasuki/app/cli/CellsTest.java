package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
    @ParameterizedTest
    @CsvSource({
        "1234567890123456781, true, 1234567890123456781",
        "-99999999999999999999999, true, -99999999999999999999999",
        "9007199254740992.0, true, 9007199254740992",
        "12345678.0, true, 12345678",
        "12345678.0, false, 12345678",
        "0.0, false, 0",
        "0.123456789, false, 0.123457",
        "1.5, true, 1.50000",
        "1.7E300, false, 1.70000e+300",
        "null, false, ''"
    })
    void aWholeNumberIsShownWhole(String json, boolean whole, String shown) throws JsonProcessingException {
        assertThat(Cells.value(new ObjectMapper().readTree(json), whole)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "2.0, 2 s",
        "0.00025, 0.000250 s",
        "61.54, 61.5 s",
        "7200, 7200 s",
        "12345, 12300 s",
        "0, 0 s",
        "null, ''"
    })
    void secondsAreShownInThreeDigits(String json, String shown) throws JsonProcessingException {
        assertThat(Cells.seconds(new ObjectMapper().readTree(json))).isEqualTo(shown);
    }
}
