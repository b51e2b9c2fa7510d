package dev.tasuki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
    private static ExplanationText of(String message, boolean many) throws JsonProcessingException {
        return new ExplanationText(new ObjectMapper().readTree(message), many);
    }

    @Test
    void ofAClassifierTheSumOfThePredictedClassIsShown() throws JsonProcessingException {
        ExplanationText text = of(
                "{\"prediction\":[\"b\",\"a\"],\"explanation\":{\"scale\":\"probability\",\"features\":[\"x\",\"y\"],"
                        + "\"of\":[\"a\",\"b\"],\"base\":[0.25,0.75],"
                        + "\"contributions\":[[[0.1,-0.2],[-0.1,0.2]],null]}}",
                true);

        assertThat(text.lines(0))
                .containsExactly(
                        "  probability of b", "     +0.750000  base", "     +0.200000  y", "     -0.100000  x");
        assertThat(text.lines(1)).isEmpty();
        assertThat(text.interval(0)).isEmpty();
    }

    @Test
    void ofTwoClassesTheOnlySumIsShownWhateverIsPredicted() throws JsonProcessingException {
        ExplanationText text = of(
                "{\"prediction\":\"no\",\"explanation\":{\"scale\":\"raw_score\",\"features\":[\"x\"],\"of\":[\"yes\"],"
                        + "\"base\":[-1],\"contributions\":[[-2]]}}",
                false);

        assertThat(text.lines(0)).containsExactly("  raw score of yes", "      -1.00000  base", "      -2.00000  x");
    }

    @Test
    void anIntervalStandsBehindItsNumber() throws JsonProcessingException {
        assertThat(of("{\"interval\":{\"level\":0.9,\"low\":[1.5,2],\"high\":[3.5,4]}}", true)
                        .interval(0))
                .isEqualTo("  from 1.5 to 3.5 with 0.9");
    }
}
