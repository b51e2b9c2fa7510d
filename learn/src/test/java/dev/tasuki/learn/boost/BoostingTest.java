package dev.tasuki.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.tree.ForestTooLargeException;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the golden files cannot show: progress, cancellation, going on, memory, refusals. */
class BoostingTest {
    private static final BoostParameters SHORT =
            BoostParameters.builder().maxIter(12).build();

    @Test
    void hearsOfEachRoundInItsOrder() {
        List<String> heard = new ArrayList<>();
        BoostParameters parameters = BoostParameters.builder()
                .maxIter(3)
                .earlyStopping(EarlyStopping.ON)
                .build();
        BoostedRegressor model = fit(parameters, BoostContext.alone().heardBy(new Listener() {
            @Override
            public void roundDone(int done, int total, double score) {
                heard.add(done + " of " + total + ", " + score);
            }
        }));

        List<Double> scores = model.scores();
        assertThat(scores).hasSize(4);
        assertThat(heard)
                .containsExactly("1 of 3, " + scores.get(1), "2 of 3, " + scores.get(2), "3 of 3, " + scores.get(3));
    }

    @Test
    void hasNoScoresWithoutEarlyStopping() {
        List<Double> heard = new ArrayList<>();
        BoostedRegressor model = fit(SHORT, BoostContext.alone().heardBy(new Listener() {
            @Override
            public void roundDone(int done, int total, double score) {
                heard.add(score);
            }
        }));

        assertThat(heard).hasSize(12).containsOnly(Double.NaN);
        assertThat(model.scores()).isEmpty();
    }

    @Test
    void stopsWhenCancelledAtAnyMoment() {
        AtomicInteger asked = new AtomicInteger();
        fit(SHORT, BoostContext.threads(2).heardBy(new Listener() {
            @Override
            public boolean cancelled() {
                asked.incrementAndGet();
                return false;
            }
        }));
        assertThat(asked.get()).isGreaterThan(20);
        for (int moment = 0; moment < asked.get() - 5; moment += 3) {
            AtomicInteger left = new AtomicInteger(moment);
            BoostContext context = BoostContext.threads(2).heardBy(new Listener() {
                @Override
                public boolean cancelled() {
                    return left.getAndDecrement() <= 0;
                }
            });
            assertThatThrownBy(() -> fit(SHORT, context))
                    .isInstanceOf(FitCancelled.class)
                    .hasMessageMatching("fitting was cancelled after \\d+ of 12 trees");
        }
    }

    @Test
    void endsWithTheModelOfSoManyRoundsWhenTheseAreEnough() {
        BoostedRegressor cut = fit(SHORT, BoostContext.alone().heardBy(new Listener() {
            private int rounds;

            @Override
            public void roundDone(int done, int total, double score) {
                rounds = done;
            }

            @Override
            public boolean enough() {
                return rounds == 7;
            }
        }));
        BoostedRegressor seven = fit(BoostParameters.builder().maxIter(7).build(), BoostContext.alone());

        assertThat(cut.rounds()).hasSize(7);
        assertThat(cut.parameters()).isEqualTo(seven.parameters());
        assertThat(cut.predict(rows(400))).isEqualTo(seven.predict(rows(400)));
    }

    @Test
    void goesOnFromKeptRoundsAsIfInOneGo() {
        BoostParameters parameters = BoostParameters.builder()
                .maxIter(60)
                .learningRate(0.6)
                .earlyStopping(EarlyStopping.ON)
                .build();
        Kept all = new Kept();
        BoostedRegressor whole = fit(parameters, BoostContext.alone().resuming(all));
        int rounds = whole.rounds().size();
        assertThat(all.rounds).hasSize(rounds);
        for (int kept : new int[] {1, rounds / 2, rounds}) {
            Kept some = new Kept();
            IntStream.range(0, kept).forEach(round -> some.rounds.put(round, all.rounds.get(round)));

            BoostedRegressor resumed = fit(parameters, BoostContext.threads(2).resuming(some));

            assertThat(some.finished).isEqualTo(rounds - kept);
            assertThat(resumed.scores()).isEqualTo(whole.scores());
            assertThat(resumed.predict(rows(900))).isEqualTo(whole.predict(rows(900)));
        }
    }

    @Test
    void takesAllKeptRoundsWhenTheseAreEnough() {
        Kept all = new Kept();
        fit(SHORT, BoostContext.alone().resuming(all));
        for (int kept : new int[] {0, 1, 5, 12}) {
            Kept some = new Kept();
            IntStream.range(0, kept).forEach(round -> some.rounds.put(round, all.rounds.get(round)));

            BoostedRegressor finished =
                    fit(SHORT, BoostContext.threads(2).resuming(some).heardBy(new Listener() {
                        @Override
                        public boolean enough() {
                            return true;
                        }
                    }));

            int rounds = Math.max(1, kept);
            assertThat(finished.rounds()).hasSize(rounds);
            assertThat(finished.predict(rows(200)))
                    .isEqualTo(
                            fit(SHORT.withMaxIter(rounds), BoostContext.alone()).predict(rows(200)));
        }
    }

    @Test
    void endsWhenItsMemoryIsSpent() {
        NodeBudget ample = NodeBudget.unlimited();
        fit(SHORT, BoostContext.alone().within(ample));
        BoostContext exact = BoostContext.alone().within(new NodeBudget(ample.taken()));
        assertThat(fit(SHORT, exact).rounds()).hasSize(12);

        BoostContext scarce = BoostContext.alone().within(new NodeBudget(ample.taken() - 1));
        assertThatThrownBy(() -> fit(SHORT, scarce)).isInstanceOf(ForestTooLargeException.class);
    }

    @Test
    void goesOnAloneWhenNobodyHelps() {
        double[] alone = fit(SHORT, BoostContext.alone()).predict(rows(50));
        BoostContext refused = new BoostContext(
                3,
                work -> {
                    throw new RejectedExecutionException("full");
                },
                BoostProgress.UNHEARD,
                FinishedRounds.NONE,
                NodeBudget.unlimited());
        BoostContext atOnce =
                new BoostContext(3, Runnable::run, BoostProgress.UNHEARD, FinishedRounds.NONE, NodeBudget.unlimited());
        BoostContext never =
                new BoostContext(3, work -> {}, BoostProgress.UNHEARD, FinishedRounds.NONE, NodeBudget.unlimited());

        assertThat(fit(SHORT, refused).predict(rows(50))).isEqualTo(alone);
        assertThat(fit(SHORT, atOnce).predict(rows(50))).isEqualTo(alone);
        assertThat(fit(SHORT, never).predict(rows(50))).isEqualTo(alone);
    }

    @Test
    void predictsOneRowAsManyAndTellsTheGainOfFeatures() {
        BoostRows x = rows(200);
        BoostedRegressor model = fit(SHORT, BoostContext.alone());
        double[] together = model.predict(x);
        for (int i = 0; i < together.length; i++) {
            double[] row = new double[x.features()];
            x.copyRow(i, row);
            assertThat(model.predict(row)).isEqualTo(together[i]);
        }
        assertThat(model.gains()[0]).isGreaterThan(model.gains()[2]).isPositive();
        assertThatThrownBy(() -> model.predict(new double[] {1})).hasMessage("a row has 1 values; features are 3");
        assertThatThrownBy(() -> model.predict(new double[] {1, Double.POSITIVE_INFINITY, 2}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("column b: Infinity is not a finite number");
        assertThatThrownBy(() -> model.predict(x, () -> true))
                .isInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @Test
    void sendsOneCategoryAndMissingValuesTheirOwnWays() {
        double[] column = IntStream.range(0, 200)
                .mapToDouble(i -> i % 2 == 0 ? 5 : Double.NaN)
                .toArray();
        double[] y = Arrays.stream(column).map(v -> Double.isNaN(v) ? 10 : -10).toArray();
        BoostRows x = BoostRows.of(List.of("c"), new double[][] {column}, new boolean[] {true});
        BoostedRegressor model = HistGradientBoostingRegressor.fit(x, y, SHORT, BoostContext.alone());

        assertThat(model.predict(new double[] {5})).isNegative();
        assertThat(model.predict(new double[] {Double.NaN})).isPositive();
        assertThat(model.predict(new double[] {6})).isEqualTo(model.predict(new double[] {Double.NaN}));
        assertThat(model.predict(new double[] {-1})).isEqualTo(model.predict(new double[] {Double.NaN}));
        assertThat(model.predict(new double[] {1e9})).isEqualTo(model.predict(new double[] {Double.NaN}));
    }

    @Test
    void growsEqualTreesWithJavasExponential() {
        // Float gradients hide the last bit of the exponential, so that trees do not hang on it.
        BoostRows x = rows(2000);
        int[] classes = Arrays.stream(target(x)).mapToInt(v -> v > 1 ? 1 : 0).toArray();
        ClassTarget y =
                ClassTarget.ofNumbers(Arrays.stream(classes).asDoubleStream().toArray(), true);
        BoostedClassifier model = HistGradientBoostingClassifier.fit(x, y, SHORT, BoostContext.alone());
        double[] raw = new double[x.rows()];
        Arrays.fill(raw, model.start()[0]);
        Gradients gradients = new Gradients(x.rows(), false);
        for (List<BoostTree> round : model.rounds()) {
            new BinaryLoss(classes, new double[0])
                    .derive(new double[][] {raw}, new Gradients[] {gradients}, 0, x.rows());
            for (int i = 0; i < raw.length; i++) {
                double e = Math.exp(-raw[i]);
                assertThat(gradients.gradient[i]).isEqualTo((float) (((1 - classes[i]) - classes[i] * e) / (1 + e)));
                double[] row = new double[x.features()];
                x.copyRow(i, row);
                raw[i] += round.getFirst().value(round.getFirst().leafOf(row));
            }
        }
    }

    @Test
    void namesWhatIsWrongWithRowsAndTargets() {
        double[][] columns = {{1, 2, 300}};
        assertThatThrownBy(() -> HistGradientBoostingRegressor.fit(
                        BoostRows.of(List.of("c"), columns, new boolean[] {true}),
                        new double[3],
                        SHORT,
                        BoostContext.alone()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("column c: 300.0 is no code of a category: codes are whole numbers from 0 to 254, "
                        + "one less than max_bins; leave the column out or group its values");
        assertThatThrownBy(() ->
                        BoostRows.of(List.of("a"), new double[][] {{1, Double.NEGATIVE_INFINITY}}, new boolean[1]))
                .hasMessage("column a: -Infinity is not a finite number");
        assertThatThrownBy(() -> BoostRows.of(List.of("a", "b"), new double[][] {{1}, {1, 2}}, new boolean[2]))
                .hasMessage("column b has 2 values; every column needs 1");
        assertThatThrownBy(() -> BoostRows.of(List.of("a"), new double[0][], new boolean[1]))
                .hasMessage(
                        "there are 1 names, 0 columns and 1 marks of categories; equal, non-zero numbers are needed");
        assertThatThrownBy(() -> fitWith(new double[] {1, Double.NaN}, new double[0]))
                .hasMessage("the target of row 1 (counted from 0) is NaN; it must be finite");
        assertThatThrownBy(() -> fitWith(new double[] {1}, new double[0]))
                .hasMessageContaining("2 rows of features, 1 of the target and 0 weights");
        assertThatThrownBy(() -> fitWith(new double[] {1, 2}, new double[] {1, -1}))
                .hasMessage("the weight of row 1 (counted from 0) is -1.0; it must be finite and at least 0");
        assertThatThrownBy(() -> fitWith(new double[] {1, 2}, new double[2]))
                .hasMessage("all weights are 0; at least one row must weigh more");
    }

    @Test
    void namesTheParameterThatIsNotAllowed() {
        refuses("learning_rate", b -> b.learningRate(0));
        refuses("learning_rate", b -> b.learningRate(Double.NaN));
        refuses("max_iter", b -> b.maxIter(0));
        refuses("max_leaf_nodes", b -> b.maxLeafNodes(OptionalInt.of(1)));
        refuses("max_depth", b -> b.maxDepth(OptionalInt.of(0)));
        refuses("min_samples_leaf", b -> b.minSamplesLeaf(0));
        refuses("l2_regularization", b -> b.l2Regularization(-0.1));
        refuses("max_bins", b -> b.maxBins(1));
        refuses("max_bins", b -> b.maxBins(256));
        refuses("validation_fraction", b -> b.validationFraction(OptionalDouble.of(1)));
        refuses("n_iter_no_change", b -> b.nIterNoChange(0));
        refuses("tol", b -> b.tol(-1));
        refuses("random_state", b -> b.randomState(1L << 32));
        assertThatThrownBy(() -> fit(BoostParameters.builder().balanced(true).build(), BoostContext.alone()))
                .hasMessage("class_weight is balanced; allowed is to leave it out: numbers have no classes");
    }

    private interface Change {
        BoostParametersBuilder apply(BoostParametersBuilder builder);
    }

    private static void refuses(String name, Change change) {
        assertThatThrownBy(() -> change.apply(BoostParameters.builder()).build())
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(name + " is ");
    }

    private static void fitWith(double[] y, double[] weights) {
        BoostRows x = BoostRows.of(List.of("a"), new double[][] {{1, 2}}, new boolean[1]);
        HistGradientBoostingRegressor.fit(x, y, weights, SHORT, BoostContext.alone());
    }

    private static BoostedRegressor fit(BoostParameters parameters, BoostContext context) {
        BoostRows x = rows(900);
        return HistGradientBoostingRegressor.fit(x, target(x), parameters, context);
    }

    private static BoostRows rows(int count) {
        SplittableRandom random = new SplittableRandom(count);
        double[][] columns = new double[3][];
        for (int f = 0; f < 3; f++) {
            columns[f] = random.doubles(count).toArray();
            columns[f][f] = Double.NaN;
        }
        return BoostRows.of(List.of("a", "b", "c"), columns, new boolean[3]);
    }

    private static double[] target(BoostRows x) {
        return IntStream.range(0, x.rows())
                .mapToDouble(i -> Double.isNaN(x.value(i, 0) + x.value(i, 1))
                        ? 0
                        : 3 * x.value(i, 0) * x.value(i, 0) + x.value(i, 1))
                .toArray();
    }

    /** Hears nothing unless told otherwise. */
    private static class Listener implements BoostProgress {
        @Override
        public void roundDone(int done, int total, double score) {
            // Nobody is listening.
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    }

    private static final class Kept implements FinishedRounds {
        private final Map<Integer, List<BoostTree>> rounds = new HashMap<>();
        private int finished;

        @Override
        public Optional<List<BoostTree>> find(int round) {
            return Optional.ofNullable(rounds.get(round));
        }

        @Override
        public void finished(int round, List<BoostTree> trees) {
            rounds.put(round, trees);
            finished++;
        }
    }
}
