package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --preprocess} becomes in a request. */
class PreprocessArgumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "none                              | \"none\"",
                "missing=median                    | {\"missing\":\"median\"}",
                "categories=one_hot,indicator=false | {\"categories\":\"one_hot\",\"indicator\":false}",
                "{\"columns\":{\"a\":{\"scale\":true}}} | {\"columns\":{\"a\":{\"scale\":true}}}"
            })
    void wordsAndObjectsAreTheApis(String argument, String json) {
        assertThat(PreprocessArgument.json(argument)).hasToString(json);
    }

    @Test
    void whatIsNeitherIsRefusedWithTheWayToWriteIt() {
        assertThatThrownBy(() -> PreprocessArgument.json("missing=median,scale"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has \"scale\" where NAME=VALUE is needed");
        assertThatThrownBy(() -> PreprocessArgument.json("{missing"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no JSON object");
    }
}
