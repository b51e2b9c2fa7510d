package dev.tasuki.learn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Edges of the metrics of classes that scikit-learn refuses or warns of. */
class ScoresTest {
    @Test
    void hasNoAreaWithoutBothClasses() {
        assertThat(RankedScores.of(new boolean[] {true, true}, new double[] {0.1, 0.2})
                        .rocAuc())
                .isNaN();
        assertThat(RankedScores.of(new boolean[2], new double[] {0.1, 0.2}).rocAuc())
                .isNaN();
    }

    @Test
    void takesBothZerosForOneScore() {
        RankedScores ranked = RankedScores.of(new boolean[] {true, false}, new double[] {0.0, -0.0});

        assertThat(ranked.precisionRecall()).containsExactly(new RankedScores.Point(1, 0.5, 0));
        assertThat(ranked.rocAuc()).isEqualTo(0.5);
    }

    @Test
    void countsNoClassThatOccursNowhere() {
        ClassReport report = ClassReport.of(new int[] {0, 2}, new int[] {0, 0}, 4);

        assertThat(report.macro(ClassReport.OfClass::recall)).isEqualTo(0.5);
        assertThat(report.weighted(ClassReport.OfClass::precision)).isEqualTo(0.25);
        assertThat(report.balancedAccuracy()).isEqualTo(0.5);
        assertThat(report.classes().get(3)).isEqualTo(new ClassReport.OfClass(0, 0, 0, 0, 0));
    }

    @Test
    void namesNumbersThatDoNotFit() {
        assertThatThrownBy(() -> RankedScores.of(new boolean[1], new double[2]))
                .hasMessage("there are 1 classes and 2 scores; equal, non-zero numbers are needed");
        assertThatThrownBy(() -> Probabilities.brier(new boolean[1], new double[0]))
                .hasMessage("there are 1 true classes and 0 predicted probabilities; "
                        + "equal, non-zero numbers are needed");
        assertThatThrownBy(() -> Probabilities.calibration(new boolean[1], new double[1], 0))
                .hasMessage("bins is 0; at least 1 is needed");
        assertThatThrownBy(() -> new PermutationImportance.Plan(5, 0, 1, 0))
                .hasMessage("rows are 5, features 0, repeats 1; at least 1 of each is needed");
    }
}
