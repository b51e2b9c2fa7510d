package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameValueArgumentsTest {
    private final NameValueArguments pairs = new NameValueArguments("--set ", "FIELD=VALUE", "timeout_s=600");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=5                 | {\"a\":5}",
                "a=-0.5              | {\"a\":-0.5}",
                "a=None              | {\"a\":null}",
                "a=True              | {\"a\":true}",
                "a={\"b\":[1,2]}     | {\"a\":{\"b\":[1,2]}}",
                "a=                  | {\"a\":\"\"}",
                "a=b=c               | {\"a\":\"b=c\"}",
                "a=sqrt              | {\"a\":\"sqrt\"}",
                "a=0,5               | {\"a\":\"0,5\"}",
                "a=5 apples          | {\"a\":\"5 apples\"}",
                "a=1 2               | {\"a\":\"1 2\"}",
                "a=007               | {\"a\":\"007\"}"
            })
    void aValueIsJsonIfAllOfItIs(String pair, String object) {
        assertThat(pairs.object(List.of(pair))).hasToString(object);
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(pairs.object(List.of("a=1", "b=2", "a=3"))).hasToString("{\"a\":3,\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "=5", "timeout_s"})
    void whatIsNoPairIsRefused(String wrong) {
        assertThatThrownBy(() -> pairs.object(List.of(wrong)))
                .isInstanceOf(Failure.class)
                .hasMessage("--set " + wrong + ": must be FIELD=VALUE, e.g. timeout_s=600");
    }
}
