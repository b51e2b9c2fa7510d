package dev.tasuki.learn.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds the trees: threads, progress, cancelling, and refusals of data. */
class FittingTest {
    private static final ForestParameters SMALL =
            ForestParameters.regressor().nEstimators(20).oobScore(true).build();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 40})
    void growsTheSameBytesWithAnyNumberOfThreads(int threads) throws IOException {
        assertThat(bytes(fit(SMALL, FitContext.threads(threads)))).isEqualTo(bytes(fit(SMALL, FitContext.alone())));
    }

    @Test
    void growsAloneWhenTheExecutorIsSaturated() throws IOException {
        FitContext saturated = new FitContext(
                4,
                work -> {
                    throw new RejectedExecutionException("full");
                },
                FitListener.UNHEARD);

        assertThat(bytes(fit(SMALL, saturated))).isEqualTo(bytes(fit(SMALL, FitContext.alone())));
    }

    @Test
    void waitsForNoHelperThatHasNotBegun() throws IOException {
        Queue<Runnable> neverBegun = new ArrayDeque<>();
        FitContext busy = new FitContext(4, neverBegun::add, FitListener.UNHEARD);

        assertThat(bytes(fit(SMALL, busy))).isEqualTo(bytes(fit(SMALL, FitContext.alone())));
        assertThat(neverBegun).hasSize(3);
        // Helpers that come too late find nothing to do.
        neverBegun.forEach(Runnable::run);
    }

    @Test
    void growsOnTheOnlyThreadOfItsOwnExecutor() throws Exception {
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            FitContext context = new FitContext(2, one, FitListener.UNHEARD);
            byte[] grown = one.submit(() -> bytes(fit(SMALL, context))).get(1, TimeUnit.MINUTES);

            assertThat(grown).isEqualTo(bytes(fit(SMALL, FitContext.alone())));
        }
    }

    @Test
    void tellsOfEveryTreeInTurn() {
        List<Integer> grown = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        FitListener listener = new FitListener() {
            @Override
            public void advanced(int soFar, int total, double oobScoreSoFar) {
                assertThat(total).isEqualTo(20);
                grown.add(soFar);
                scores.add(oobScoreSoFar);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        RegressionForest forest = fit(SMALL, FitContext.threads(3).heardBy(listener));

        assertThat(grown).hasSize(20).isSorted().doesNotHaveDuplicates().startsWith(1);
        assertThat(scores.getLast()).isEqualTo(forest.oobScore().orElseThrow());
    }

    /** The score after a tenth of the trees is that of a forest that has no others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tellsTheScoreOfTheFirstTrees(int threads) {
        Map<Integer, Double> told = new TreeMap<>();
        FitListener listener = new FitListener() {
            @Override
            public void advanced(int soFar, int total, double oobScoreSoFar) {
                // Only scores are of interest here.
            }

            @Override
            public void scored(int trees, double score) {
                told.put(trees, score);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        fit(SMALL, FitContext.threads(threads).heardBy(listener));

        assertThat(told.keySet())
                .containsSubsequence(6, 8, 10, 12, 14, 16, 18, 20)
                .allMatch(trees -> trees % 2 == 0);
        told.forEach((trees, score) -> {
            ForestParameters first = ForestParameters.regressor()
                    .nEstimators(trees)
                    .oobScore(true)
                    .build();
            assertThat(fit(first, FitContext.alone()).oobScore())
                    .as("%d trees", trees)
                    .hasValue(score);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void stopsWhenCancelled(int threads) {
        FitListener afterFive = new FitListener() {
            private volatile boolean enough;

            @Override
            public void advanced(int grown, int total, double oobScoreSoFar) {
                enough = grown >= 5;
            }

            @Override
            public boolean cancelled() {
                return enough;
            }
        };
        ForestParameters many =
                ForestParameters.regressor().nEstimators(100_000).build();

        assertThatThrownBy(() -> fit(many, FitContext.threads(threads).heardBy(afterFive)))
                .isInstanceOf(FitCancelled.class)
                .hasMessageMatching("fitting was cancelled after \\d of 100000 trees");
    }

    @Test
    void isCancelledBeforeTheFirstTreeAlready() {
        FitListener never = new FitListener() {
            @Override
            public void advanced(int grown, int total, double oobScoreSoFar) {
                throw new IllegalStateException("no tree was wanted");
            }

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> fit(SMALL, FitContext.alone().heardBy(never)))
                .isInstanceOf(FitCancelled.class)
                .hasMessage("fitting was cancelled after 0 of 20 trees");
    }

    @Test
    void predictionsOfManyRowsCanBeGivenUp() {
        AtomicInteger asked = new AtomicInteger();
        RegressionForest forest = fit(SMALL, FitContext.alone());
        FeatureMatrix many =
                FeatureMatrix.ofRows(new double[10_000][forest.featureNames().size()]);

        assertThatThrownBy(() -> forest.predict(many, () -> asked.incrementAndGet() > 2))
                .isInstanceOf(CancellationException.class);
        assertThat(asked).hasValue(3);
        assertThat(forest.predict(many, () -> false)).isEqualTo(forest.predict(many));
    }

    @Test
    void handsOnWhatAListenerThrows() {
        FitListener broken = new FitListener() {
            @Override
            public void advanced(int grown, int total, double oobScoreSoFar) {
                throw new IllegalStateException("the listener is broken");
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };

        assertThatThrownBy(() -> fit(SMALL, FitContext.threads(2).heardBy(broken)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the listener is broken");
    }

    @Test
    void pointsAtValuesItCannotUse() throws Exception {
        Table table = read("a,b,c,d,e,cls\n1,2,1e39,x,5,0.5\n1,,3,y,inf,1\n1,2,3,4,5,1\n");

        assertThatThrownBy(() -> FeatureMatrix.of(table, List.of("a", "b")))
                .hasMessage("line 3, column b: the value is missing; every feature of every row needs one");
        assertThatThrownBy(() -> FeatureMatrix.of(table, List.of("c")))
                .hasMessage("line 2, column c: 1.0E39 is not a finite number within the range of 32-bit floats "
                        + "(up to 3.4028235e38)");
        assertThatThrownBy(() -> FeatureMatrix.of(table, List.of("d")))
                .hasMessage("line 2, column d: 'x' is not a number");
        assertThatThrownBy(() -> TargetColumns.numbers(table, "e"))
                .hasMessage("line 3, column e: the value is infinite or beyond the range of a double");
        assertThatThrownBy(() -> TargetColumns.classes(table, "cls"))
                .hasMessage("line 2, column cls: 0.5 is no class: classes are whole numbers or text; for a measured "
                        + "target use a RandomForestRegressor");
        assertThatThrownBy(() -> TargetColumns.numbers(table, "f"))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.column()).contains("f"))
                .hasMessage("column f: there is no such column; the columns are a, b, c, d, e, cls");
    }

    @Test
    void refusesRowsThatDoNotFitTheForest() {
        RegressionForest forest = fit(SMALL, FitContext.alone());

        assertThatThrownBy(() -> forest.predict(new double[] {1, 2})).hasMessage("a row has 2 values; features are 3");
        assertThatThrownBy(() -> forest.predict(new double[] {1, Double.NaN, 3}))
                .hasMessage("column x1: the value is missing; every feature of every row needs one");
        assertThatThrownBy(() -> forest.predict(FeatureMatrix.ofRows(new double[][] {{1}})))
                .hasMessage("the matrix has 1 features; the forest was fitted on 3");
    }

    @Test
    void refusesParametersThatDoNotFitTheRows() {
        assertThatThrownBy(() -> fit(ForestParameters.classifier().build(), FitContext.alone()))
                .hasMessage("algorithm is RandomForestClassifier; allowed is RandomForestRegressor");
        assertThatThrownBy(() ->
                        fit(ForestParameters.regressor().set("max_samples", 101).build(), FitContext.alone()))
                .hasMessage(
                        "max_samples is 101; allowed is what draws from 1 to 100 rows, as many as there are to train on");
        assertThatThrownBy(() -> fit(
                        ForestParameters.regressor().set("max_samples", 0.001).build(), FitContext.alone()))
                .isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> TrainTestSplit.of(10, 1.0, 1)).hasMessageStartingWith("test_size is 1.0");
        assertThatThrownBy(() -> TrainTestSplit.of(10, 0.95, 1)).hasMessageStartingWith("test_size is 0.95");
        assertThatThrownBy(() -> TrainTestSplit.stratified(new int[] {0, 0, 1}, 0.4, 1))
                .hasMessage(
                        "stratify is true; allowed is only when every class has at least 2 rows; the smallest has 1");
    }

    @Test
    void showsHowFarTreesAgree() {
        RegressionForest forest = fit(SMALL, FitContext.alone());
        double[] row = {0.1, 0.5, 0.9};
        double[] each = forest.predictByTree(row);

        assertThat(each).hasSize(20);
        double sum = 0;
        for (double one : each) {
            sum += one;
        }
        assertThat(sum / each.length).isEqualTo(forest.predict(row));
    }

    @Test
    void countsConfusions() {
        assertThat(Metrics.confusionMatrix(new int[] {0, 1, 1, 2}, new int[] {0, 2, 1, 2}, 3))
                .isDeepEqualTo(new int[][] {{1, 0, 0}, {0, 1, 1}, {0, 0, 1}});
    }

    private static RegressionForest fit(ForestParameters parameters, FitContext context) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] rows = new double[100][];
        double[] y = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(3).toArray();
            y[i] = rows[i][0] * rows[i][1] + rows[i][2] + random.nextDouble() / 10;
        }
        return RandomForestRegressor.fit(FeatureMatrix.ofRows(rows), y, parameters, context);
    }

    private static byte[] bytes(RegressionForest forest) throws IOException {
        List<FeatureRange> ranges = forest.featureNames().stream()
                .map(name -> new FeatureRange(name, 0, 0.5, 1))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(Model.of(forest, ranges, "y", Map.of()), out);
        return out.toByteArray();
    }

    private static Table read(String csv) throws Exception {
        return CsvReader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), CsvLimits.DEFAULT);
    }
}
