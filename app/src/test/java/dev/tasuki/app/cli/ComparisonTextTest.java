package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTextTest {
    private static String judgement(String json) throws JsonProcessingException {
        return new ComparisonText(List.of("a", "b", "c"), new ObjectMapper().readTree(json)).judgement();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | b leads a by 1.83000 of rmse; no folds tell whether that is chance.",
                "5 | 5 | b leads a by 1.83000 of rmse, and is better on each of 5 folds.",
                "5 | 4 | b leads a by 1.83000 of rmse, but is better on 4 of 5 folds only: it may be chance."
            })
    void theBestIsNamedWithWhatItsFoldsSay(int folds, int better, String said) throws JsonProcessingException {
        assertThat(judgement("{\"same_rows\":true,\"judged_by\":\"rmse\",\"lead\":{\"model\":1,\"over\":0,\"by\":1.83,"
                        + "\"folds\":" + folds + ",\"better_on\":" + better + "}}"))
                .isEqualTo(said);
    }

    @Test
    void noneIsCalledBetterWhereNothingSaysSo() throws JsonProcessingException {
        assertThat(judgement("{\"same_rows\":false,\"judged_by\":null,\"lead\":null}"))
                .isEqualTo("They were not measured on the same rows, so none is called better.");
        assertThat(judgement("{\"same_rows\":true,\"judged_by\":null,\"lead\":null}"))
                .isEqualTo("There is no metric that all of them have, so none is called better.");
        assertThat(judgement("{\"same_rows\":true,\"judged_by\":\"rmse\",\"lead\":null}"))
                .isEqualTo("The best are equal by rmse.");
    }
}
