package dev.tasuki.learn.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.tree.ForestTooLargeException;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the golden files of extremely randomized trees cannot show. */
class ExtraTreesTest {
    private static final int ROWS = 500;

    private final SplittableRandom random = new SplittableRandom(8);
    private final double[][] rows = new double[ROWS][];
    private final double[] y = new double[ROWS];
    private final FeatureMatrix x;

    ExtraTreesTest() {
        Arrays.setAll(rows, row -> random.doubles(5).toArray());
        Arrays.setAll(y, row -> rows[row][0] + 2 * rows[row][3]);
        x = FeatureMatrix.ofRows(rows);
    }

    @Test
    void doesNotDependOnThreads() {
        ForestParameters parameters =
                ExtraTreesRegressor.defaults().nEstimators(9).randomState(3).build();
        double[] alone =
                ExtraTreesRegressor.fit(x, y, parameters, FitContext.alone()).predict(x);

        assertThat(ExtraTreesRegressor.fit(x, y, parameters, FitContext.threads(4))
                        .predict(x))
                .isEqualTo(alone);
    }

    @Test
    void stopsWithinATreeWhenCancelled() {
        AtomicInteger asked = new AtomicInteger();
        FitListener impatient = new FitListener() {
            @Override
            public void advanced(int done, int total, double scoreSoFar) {
                // Nobody is listening.
            }

            @Override
            public boolean cancelled() {
                return asked.incrementAndGet() > 2;
            }
        };
        ForestParameters parameters =
                ExtraTreesRegressor.defaults().nEstimators(50).build();
        assertThatThrownBy(() -> ExtraTreesRegressor.fit(
                        x, y, parameters, FitContext.alone().heardBy(impatient)))
                .isInstanceOf(FitCancelled.class)
                .hasMessageEndingWith("of 50 trees");
    }

    @Test
    void endsWhenItsMemoryIsSpent() {
        ForestParameters parameters = ExtraTreesClassifier.defaults().build();
        ClassTarget classes =
                ClassTarget.ofNumbers(Arrays.stream(y).map(Math::floor).toArray(), true);
        FitContext scarce = FitContext.alone().within(new NodeBudget(10_000));
        assertThatThrownBy(() -> ExtraTreesClassifier.fit(x, classes, parameters, scarce))
                .isInstanceOf(ForestTooLargeException.class);
    }

    @Test
    void beginsWithoutBootstrapAndKeepsItsKind() {
        ForestParameters regressor = ExtraTreesRegressor.defaults().build();
        ForestParameters classifier = ExtraTreesClassifier.defaults().build();
        assertThat(regressor.bootstrap()).isFalse();
        assertThat(classifier.bootstrap()).isFalse();
        assertThat(classifier.maxFeatures()).isInstanceOf(MaxFeatures.Sqrt.class);
        assertThatThrownBy(() -> ExtraTreesRegressor.fit(x, y, classifier, FitContext.alone()))
                .isInstanceOf(ParameterException.class);
        ClassTarget classes = ClassTarget.ofNumbers(new double[ROWS], true);
        assertThatThrownBy(() -> ExtraTreesClassifier.fit(x, classes, regressor, FitContext.alone()))
                .isInstanceOf(ParameterException.class);
    }
}
