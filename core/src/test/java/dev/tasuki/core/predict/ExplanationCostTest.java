package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an explanation may cost, at each bound and one beyond it. */
class ExplanationCostTest {
    private static final Deadline OVER = Deadline.at(Instant.EPOCH, InstantSource.fixed(Instant.MAX));

    @Test
    @Tag("bound:explain_steps")
    void stepsAreBounded() {
        long most = Limits.EXPLAIN_STEPS.value();
        assertThatCode(() -> new ExplanationCost(1, most, 0, 1).require()).doesNotThrowAnyException();
        assertThatCode(() -> new ExplanationCost(1_000, most / 1_000, 0, 1).require())
                .doesNotThrowAnyException();

        assertThat(refusal(1_001, most / 1_000, 0, 1))
                .isEqualTo(
                        "explaining 1,001 rows × 1,000,000 steps; at most 1,000,000,000: send up to 1,000 rows at once");
        assertThat(refusal(1, most + 1, 0, 1)).endsWith("ask without explain, or train fewer or shallower trees");
        assertThat(refusal(100_000, Long.MAX_VALUE, 0, 1)).contains("steps");
    }

    @Test
    @Tag("bound:explain_numbers")
    void contributionsAreBounded() {
        long most = Limits.EXPLAIN_NUMBERS.value();
        assertThatCode(() -> new ExplanationCost(100, 1, 0, most / 100).require())
                .doesNotThrowAnyException();

        assertThat(refusal(100, 1, 0, most / 100 + 1))
                .isEqualTo("explaining 100 rows × 4,001 contributions; at most 400,000: send up to 99 rows at once");
    }

    @Test
    @Tag("bound:explain_memory")
    void memoryIsBounded() {
        long most = Limits.EXPLAIN_MEMORY.value();
        assertThatCode(() -> new ExplanationCost(1, 1, most, 1).require()).doesNotThrowAnyException();

        assertThat(refusal(1, 1, most + 1, 1)).contains("33,554,433 bytes; at most 33,554,432");
    }

    @Test
    @Tag("bound:explain_steps_between_looks")
    void theDeadlineIsLookedAtWithinOneRow() {
        int between = Limits.EXPLAIN_STEPS_BETWEEN_LOOKS.intValue();
        PredictRequest request = request();

        PredictionParts.of(request, model(new Stub(0, between - 1)), OVER).row(new double[1]);
        PredictionParts late = PredictionParts.of(request, model(new Stub(0, between)), OVER);
        assertThatThrownBy(() -> late.row(new double[1])).isInstanceOf(CancellationException.class);
    }

    @Test
    void aLookAtTheNodesIsNotPaidWhereTheRestCannotBe() {
        Stub huge = new Stub(Limits.EXPLAIN_STEPS.value() / 3 + 1, 1);

        assertThatThrownBy(() -> PredictionParts.of(request(), model(huge), Deadline.NEVER))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY));
    }

    @Test
    void whatIsSmallIsAnsweredAtOnce() {
        long steps = Limits.EXPLAIN_STEPS.value() / 500;
        assertThat(new ExplanationCost(2, steps / 2, 1 << 20, 500).small()).isTrue();
        assertThat(new ExplanationCost(2, steps / 2 + 1, 1 << 20, 500).small()).isFalse();
        assertThat(new ExplanationCost(2, steps / 2, (1 << 20) + 1, 500).small())
                .isFalse();
        assertThat(new ExplanationCost(2, steps / 2, 1 << 20, 501).small()).isFalse();
        assertThat(PredictionParts.small(request(), model(new Stub(1, (int) steps)), Deadline.NEVER))
                .isTrue();
        assertThat(PredictionParts.small(request(), model(new Stub(1, (int) steps + 1)), Deadline.NEVER))
                .isFalse();
    }

    private static String refusal(int rows, long steps, long memory, long numbers) {
        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class, () -> new ExplanationCost(rows, steps, memory, numbers).require());
        assertThat(refusal.code()).isEqualTo(RefusalCode.TOO_COSTLY);
        return refusal.detail();
    }

    private static PredictRequest request() {
        return PredictRequest.parse(Rig.utf8("{\"model_id\":\"m\",\"input_data\":{\"a\":1},\"explain\":true}"));
    }

    private static Model model(Stub stub) {
        return Model.of(stub, List.of(new FeatureRange("a", 0, 1, 2)), "y", Map.of());
    }

    /** Takes as many steps for a row as it is told to. */
    private record Stub(long explainedNodes, int each) implements Fitted.Numbers, Explains {
        @Override
        public Explainer explainer(WalkCounter looks) {
            int count = each;
            if (explainedNodes > 1_000_000) {
                throw new AssertionError("nodes were looked at");
            }
            return new Explainer() {
                @Override
                public Scale scale() {
                    return Scale.PREDICTION;
                }

                @Override
                public double[] base() {
                    return new double[1];
                }

                @Override
                public long steps() {
                    return count;
                }

                @Override
                public long memory() {
                    return 0;
                }

                @Override
                public Walk walk() {
                    return (row, into, steps) -> steps.made(count);
                }
            };
        }

        @Override
        public ConfiguredLearner<?> learner() {
            return ConfiguredLearner.of(Learners.named("Ridge").orElseThrow(), Map.of());
        }

        @Override
        public List<String> featureNames() {
            return List.of("a");
        }

        @Override
        public int nTrees() {
            return 1;
        }

        @Override
        public long memory() {
            return 1;
        }

        @Override
        public Optional<double[]> importances() {
            return Optional.empty();
        }

        @Override
        public OptionalDouble oobScore() {
            return OptionalDouble.empty();
        }

        @Override
        public double predict(double[] row, WalkCounter walks) {
            return 0;
        }

        @Override
        public double[] predict(Rows rows, BooleanSupplier cancelled) {
            return new double[rows.rows()];
        }
    }
}
