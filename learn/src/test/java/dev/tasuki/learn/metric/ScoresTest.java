package dev.tasuki.learn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
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
    void showsAsManyPointsOfACurveAsAreWanted() {
        SplittableRandom random = new SplittableRandom(5);
        boolean[] positive = new boolean[4_000];
        double[] scores = new double[positive.length];
        for (int row = 0; row < positive.length; row++) {
            scores[row] = random.nextDouble();
            // One in a hundred, so that nearly all steps go to one side.
            positive[row] = random.nextDouble() < 0.02 * scores[row];
        }
        RankedScores ranked = RankedScores.of(positive, scores);
        for (List<RankedScores.Point> whole : List.of(ranked.roc(), ranked.precisionRecall())) {
            int points = whole.size();
            boolean roc = whole.getFirst().threshold() > 1;
            assertThat(points).isEqualTo(roc ? ranked.rocPoints() : ranked.precisionRecallPoints());
            assertThat(roc ? ranked.roc(points) : ranked.precisionRecall(points))
                    .isEqualTo(whole);
            for (int most : new int[] {2, 3, 10, points - 1}) {
                List<RankedScores.Point> shown = roc ? ranked.roc(most) : ranked.precisionRecall(most);

                assertThat(shown).hasSizeLessThanOrEqualTo(most);
                assertThat(whole).containsSubsequence(shown);
                assertThat(List.of(shown.getFirst(), shown.getLast()))
                        .isEqualTo(List.of(whole.getFirst(), whole.getLast()));
            }
        }
        List<RankedScores.Point> shown = ranked.roc(10);
        assertThat(shown).hasSizeGreaterThan(7);
        for (int i = 1; i < shown.size(); i++) {
            double way = shown.get(i).x()
                    - shown.get(i - 1).x()
                    + shown.get(i).y()
                    - shown.get(i - 1).y();
            assertThat(way).as("step %d of a way of 2", i).isLessThan(2 * 2.0 / 9);
        }
        assertThatThrownBy(() -> ranked.roc(1)).hasMessage("most is 1; at least 2 points are needed");
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
