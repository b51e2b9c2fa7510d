package dev.tasuki.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.model.ModelFile;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Effort;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.FitListener;
import dev.tasuki.learn.spi.FitSize;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.WalkCounter;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every learner promises.
 *
 * <p>Example: {@code class MyLearnersTest extends LearnerContract { protected Stream<Learner<?>> learners() { ... } }}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LearnerContract {
    private static final int ROWS = 240;
    private static final int FEATURES = 4;
    private static final int MANY = 20;
    /** Moments at which a fit has had enough; {@code -Dtasuki.finish.moments=100} tries more. */
    private static final int MOMENTS = Integer.getInteger("tasuki.finish.moments", 8);

    /** The learners to try. */
    protected abstract Stream<Learner<?>> learners();

    /** With so few and shallow trees that every byte of its file can be altered. */
    private static ConfiguredLearner<?> small(Learner<?> learner) {
        return small(learner, 3);
    }

    /** With {@code steps} shallow trees. */
    private static ConfiguredLearner<?> small(Learner<?> learner, int steps) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        Map<String, Integer> wanted = Map.of("n_estimators", steps, "max_iter", steps, "max_depth", 2);
        wanted.forEach((name, value) -> {
            if (learner.parameters().names().contains(name)) {
                given.put(name, value);
            }
        });
        return ConfiguredLearner.published(learner, given);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theSameRowsGiveTheSameBytesOnAnyNumberOfThreads(Learner<?> learner) {
        ConfiguredLearner<?> published = ConfiguredLearner.published(learner, Map.of());

        byte[] alone = bytes(fit(published, FitContext.alone()));

        assertThat(bytes(fit(published, FitContext.alone()))).isEqualTo(alone);
        assertThat(bytes(fit(published, FitContext.threads(4)))).isEqualTo(alone);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aModelComesBackFromItsFileToTheBit(Learner<?> learner) throws Exception {
        Fitted fitted = fit(ConfiguredLearner.published(learner, Map.of()), FitContext.threads(2));
        byte[] written = bytes(fitted);

        Model back = ModelFile.read(new ByteArrayInputStream(written));

        assertThat(ModelFile.bytes(back)).isEqualTo(written);
        assertThat(predicted(back.fitted(), rows())).isDeepEqualTo(predicted(fitted, rows()));
        assertThat(back.fitted().learner().byName()).isEqualTo(fitted.learner().byName());
        assertThat(back.info().algorithm()).isEqualTo(learner.name());
    }

    @ParameterizedTest
    @MethodSource("learners")
    void anyAlteredByteOfAFileIsRefused(Learner<?> learner) {
        byte[] written = bytes(fit(small(learner), FitContext.alone()));
        for (int i = 0; i < written.length; i++) {
            byte[] altered = written.clone();
            altered[i] ^= 0x20;
            assertThatThrownBy(() -> ModelFile.read(new ByteArrayInputStream(altered)))
                    .as("byte %d", i)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aCancelReachesIntoAFit(Learner<?> learner) {
        ConfiguredLearner<?> published = ConfiguredLearner.published(learner, Map.of());
        for (int looks : new int[] {0, 1, 3}) {
            AtomicInteger left = new AtomicInteger(looks);
            FitListener listener = new FitListener() {
                @Override
                public void advanced(int done, int total, double scoreSoFar) {
                    // Only the cancel counts.
                }

                @Override
                public boolean cancelled() {
                    return left.getAndDecrement() <= 0;
                }
            };
            assertThatThrownBy(() -> published.fit(
                            Rows.ofRows(values(3_000)),
                            target(published, 3_000),
                            FitContext.alone().heardBy(listener)))
                    .as("after %d looks", looks)
                    .isInstanceOf(FitCancelled.class);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatIsThereWhenItIsEnoughIsTheModelOfThatNumber(Learner<?> learner) {
        ConfiguredLearner<?> asked = small(learner, MANY);
        Moment last = new Moment(Integer.MAX_VALUE);
        byte[] whole = bytes(fit(asked, FitContext.alone().heardBy(last)));
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < MOMENTS; i++) {
            int moment = i == 0 ? 0 : random.nextInt(last.calls());

            Fitted cut = fit(asked, FitContext.threads(1 + i % 3).heardBy(new Moment(moment)));

            int steps = cut.learner().steps().count();
            boolean grows = !asked.steps().parameter().isEmpty();
            assertThat(steps)
                    .as("steps at moment %d", moment)
                    .isBetween(1, asked.steps().count());
            assertThat(bytes(cut))
                    .as("%d steps, enough at moment %d of %d", steps, moment, last.calls())
                    .isEqualTo(grows ? bytes(fit(small(learner, steps), FitContext.alone())) : whole);
        }
    }

    /** Has enough from a certain call on, whatever is called. */
    private static final class Moment implements FitListener {
        private final AtomicInteger calls = new AtomicInteger();
        private final int moment;

        Moment(int moment) {
            this.moment = moment;
        }

        int calls() {
            return calls.get();
        }

        @Override
        public void advanced(int done, int total, double scoreSoFar) {
            calls.incrementAndGet();
        }

        @Override
        public boolean cancelled() {
            calls.incrementAndGet();
            return false;
        }

        @Override
        public boolean enough() {
            return calls.getAndIncrement() >= moment;
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void eachStepIsToldOnce(Learner<?> learner) {
        ConfiguredLearner<?> small = small(learner);
        List<Integer> steps = new ArrayList<>();
        FitListener listener = new FitListener() {
            @Override
            public synchronized void advanced(int done, int total, double scoreSoFar) {
                assertThat(total).isEqualTo(small.steps().count());
                steps.add(done);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };

        fit(small, FitContext.threads(3).heardBy(listener));

        assertThat(steps)
                .isEqualTo(
                        IntStream.rangeClosed(1, small.steps().count()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("learners")
    void anUnknownParameterIsNamed(Learner<?> learner) {
        assertThatThrownBy(() -> learner.parameters().read(Map.of("no_such_parameter", 1)))
                .isInstanceOfSatisfying(ParameterException.class, refusal -> {
                    assertThat(refusal.parameterName()).isEqualTo("no_such_parameter");
                    assertThat(refusal.allowed()).contains(learner.parameters().names());
                });
    }

    @ParameterizedTest
    @MethodSource("learners")
    void itsDefaultsAreAllowedAndComeBackFromTheirNames(Learner<?> learner) {
        for (ConfiguredLearner<?> some :
                List.of(ConfiguredLearner.of(learner, Map.of()), ConfiguredLearner.published(learner, Map.of()))) {
            Map<String, @Nullable Object> named = some.byName();

            assertThat(named.keySet()).isEqualTo(learner.parameters().names());
            assertThat(ConfiguredLearner.of(learner, named).byName()).isEqualTo(named);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theOrderOfABatchDoesNotMatter(Learner<?> learner) {
        Fitted fitted = fit(small(learner), FitContext.alone());
        int[] backwards = IntStream.range(0, ROWS).map(row -> ROWS - 1 - row).toArray();

        double[][] forth = predicted(fitted, rows());
        double[][] back = predicted(fitted, rows().select(backwards));

        for (int row = 0; row < ROWS; row++) {
            assertThat(back[ROWS - 1 - row]).as("row %d", row).isEqualTo(forth[row]);
            assertThat(predicted(fitted, values(ROWS)[row]))
                    .as("row %d alone", row)
                    .isEqualTo(forth[row]);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void finiteRowsGiveFinitePredictions(Learner<?> learner) {
        Fitted fitted = fit(ConfiguredLearner.published(learner, Map.of()), FitContext.alone());
        double[][] far = {{1e30, -1e30, 0, 0}, {-1e30, 1e30, 1e-30, -1e-30}, {0, 0, 0, 0}};

        for (double[] prediction : predicted(fitted, Rows.ofRows(far))) {
            assertThat(Arrays.stream(prediction).allMatch(Double::isFinite))
                    .as(Arrays.toString(prediction))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void itsEstimateOfMemoryIsFromAbove(Learner<?> learner) {
        ConfiguredLearner<?> published = ConfiguredLearner.published(learner, Map.of());
        long classes = learner.kind() == Kind.CLASSES ? (takesThree(published) ? 3 : 2) : 0;

        Effort effort = published.effort(new FitSize(ROWS, FEATURES, classes, 2));

        long trees = 256L * effort.trees() + effort.trees() * effort.nodesPerTree() * effort.bytesPerNode();
        assertThat(fit(published, FitContext.alone()).memory()).isBetween(1L, trees);
        assertThat(effort.seconds()).isPositive();
        assertThat(effort.words()).isNotBlank();
    }

    private static Fitted fit(ConfiguredLearner<?> learner, FitContext context) {
        return learner.fit(rows(), target(learner, ROWS), context);
    }

    private static byte[] bytes(Fitted fitted) {
        List<FeatureRange> ranges = fitted.featureNames().stream()
                .map(name -> new FeatureRange(name, 0, 0.5, 1))
                .toList();
        return ModelFile.bytes(Model.of(fitted, ranges, "y", Map.of("made", "for a test")));
    }

    private static double[][] predicted(Fitted fitted, Rows rows) {
        return switch (fitted) {
            case Fitted.Numbers numbers ->
                Arrays.stream(numbers.predict(rows, () -> false))
                        .mapToObj(value -> new double[] {value})
                        .toArray(double[][]::new);
            case Fitted.Scores scores ->
                Arrays.stream(scores.score(rows, () -> false))
                        .mapToObj(value -> new double[] {value})
                        .toArray(double[][]::new);
            case Fitted.Classes classes -> classes.predictProbabilities(rows, () -> false);
        };
    }

    private static double[] predicted(Fitted fitted, double[] row) {
        WalkCounter walks = new WalkCounter(2, () -> false);
        return switch (fitted) {
            case Fitted.Numbers numbers -> new double[] {numbers.predict(row, walks)};
            case Fitted.Scores scores -> new double[] {scores.score(row, walks)};
            case Fitted.Classes classes -> classes.predictProbabilities(row, walks);
        };
    }

    private static Rows rows() {
        return Rows.ofRows(values(ROWS));
    }

    private static double[][] values(int rows) {
        SplittableRandom random = new SplittableRandom(11);
        double[][] values = new double[rows][];
        for (int row = 0; row < rows; row++) {
            values[row] = random.doubles(FEATURES).toArray();
            // Some values occur more than once.
            values[row][1] = Math.rint(values[row][1] * 8) / 8;
        }
        return values;
    }

    private static Target target(ConfiguredLearner<?> learner, int rows) {
        double[] y = Arrays.stream(values(rows))
                .mapToDouble(row -> 3 * row[0] + row[1] * row[2] - row[3])
                .toArray();
        return switch (learner.learner().kind()) {
            case NUMBERS -> new Target.Numbers(y);
            case ANOMALY -> new Target.None(rows);
            case CLASSES -> {
                String high = takesThree(learner) ? "high" : "low";
                yield new Target.Classes(ClassTarget.ofText(Arrays.stream(y)
                        .mapToObj(value -> value < 0.8 ? "low" : value < 1.6 ? "middle" : high)
                        .toArray(String[]::new)));
            }
        };
    }

    private static boolean takesThree(ConfiguredLearner<?> learner) {
        try {
            learner.requireClasses(3);
            return true;
        } catch (ParameterException two) {
            return false;
        }
    }
}
