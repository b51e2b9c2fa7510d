package dev.tasuki.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepLineTest {
    @ParameterizedTest
    @EnumSource(StepLine.Metric.class)
    void whatIsWrittenIsRead(StepLine.Metric metric) {
        StepLine line = new StepLine("tree", 37, 100, new StepLine.Score(metric, -0.4125, 30));

        assertThat(StepLine.read(line.text())).contains(line);
    }

    @Test
    void aLineForAPersonStaysPlain() {
        assertThat(new StepLine("tree", 37, 100, null).text()).isEqualTo("tree 37 of 100");
        assertThat(new StepLine("tree", 37, 100, new StepLine.Score(StepLine.Metric.OOB_R2, 0.41249, 30)).text())
                .isEqualTo("tree 37 of 100, OOB R² 0.4125 after 30");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e250, -999_999.9999, -1e6, 0.001, 9.5e-4, 1e-300, 9.999e307})
    void aScoreOfAnySizeIsRead(double value) {
        StepLine line = new StepLine("round", 1, 2, new StepLine.Score(StepLine.Metric.EARLY_STOPPING_SCORE, value, 1));

        assertThat(StepLine.read(line.text())).contains(line);
        assertThat(line.text()).hasSizeLessThan(80);
    }

    @Test
    void othersWordsBehindTheCountAreNoScore() {
        assertThat(StepLine.read("fit 12 of 30; best so far: candidate 2 of 6, r2 0.4512"))
                .contains(new StepLine("fit", 12, 30, null));
        assertThat(StepLine.read("epoch 3 of 20, loss 0.3")).contains(new StepLine("epoch", 3, 20, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "for memory that other trainings hold",
                "importance of feature 3 of 10",
                "tree 101 of 100",
                "tree 1 of 1000000000",
                "tree -1 of 100",
                "tree 1 of 100 and more",
                "tree 1 of 100\n",
            })
    void whatIsNoCountIsLeftAlone(String text) {
        assertThat(StepLine.read(text)).isEqualTo(Optional.empty());
    }
}
