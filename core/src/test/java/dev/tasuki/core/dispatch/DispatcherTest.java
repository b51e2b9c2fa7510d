package dev.tasuki.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Handler;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DispatcherTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<Refusal> told = new ArrayList<>();
    private final Telemetry telemetry = new Telemetry();

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        InvalidRequest.field(
                                new FieldProblem("missing", List.of("body", "target"), "Field required", null)),
                        Settlement.Discard.class),
                Arguments.of(
                        InvalidRequest.content(RefusalCode.MISSING_FEATURE, "bmi is missing"), Settlement.Accept.class),
                Arguments.of(new NotFound(RefusalCode.MODEL_NOT_FOUND, "no such model"), Settlement.Accept.class),
                Arguments.of(new NotReady(RefusalCode.MODEL_NOT_READY, "wait", SOON), Settlement.Accept.class),
                Arguments.of(new Unavailable(RefusalCode.STORE_UNAVAILABLE, "away", SOON), Settlement.Requeue.class),
                Arguments.of(new TimedOut(RefusalCode.DEADLINE_EXCEEDED, "late"), Settlement.Accept.class),
                Arguments.of(new TooBusy(RefusalCode.TOO_BUSY, "full", SOON), Settlement.Requeue.class),
                Arguments.of(new Corrupt(RefusalCode.ARTIFACT_CORRUPT, "altered"), Settlement.Discard.class));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsToldAndEndsTheDeliveryAsItsKindSays(Refusal refusal, Class<? extends Settlement> end) {
        Settlement settlement = dispatcher(refusal).handle(delivery());

        assertThat(settlement).isInstanceOf(end);
        assertThat(told).containsExactly(refusal);
    }

    @Test
    void everyKindOfRefusalIsInTheTable() {
        List<Class<?>> kinds = refusals()
                .<Class<?>>map(row -> row.get()[0].getClass())
                .distinct()
                .toList();

        assertThat(kinds).containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
    }

    @Test
    void aDefectBecomesACorruptThatShowsNothingOfIt() {
        Settlement settlement = dispatcher(new ArithmeticException("/ by zero")).handle(delivery());

        assertThat(settlement).isInstanceOf(Settlement.Discard.class);
        assertThat(told).singleElement().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.INTERNAL);
            assertThat(refusal.detail())
                    .contains("message-1")
                    .doesNotContain("zero")
                    .doesNotContain("Arithmetic");
        });
        assertThat(telemetry.value(Telemetry.Count.DISCARDED)).isEqualTo(1);
    }

    @Test
    void aRefusalThatCannotBeRecordedPutsTheDeliveryBack() {
        Handler handler = delivery -> new Handler.Attempt() {
            @Override
            public Settlement run() {
                throw new NotFound(RefusalCode.DATASET_NOT_FOUND, "no such dataset");
            }

            @Override
            public Settlement refused(Refusal refusal, Settlement usual) {
                throw new Unavailable(RefusalCode.RESULTS_UNAVAILABLE, "the database is away", SOON);
            }
        };

        Settlement settlement =
                new Dispatcher(handler, RetryPolicy.standard(new Random(1)), telemetry).handle(delivery());

        assertThat(settlement).isInstanceOf(Settlement.Requeue.class);
        assertThat(telemetry.value(Telemetry.Count.REQUEUED)).isEqualTo(1);
    }

    private Dispatcher dispatcher(RuntimeException thrown) {
        Handler handler = delivery -> new Handler.Attempt() {
            @Override
            public Settlement run() {
                throw thrown;
            }

            @Override
            public Settlement refused(Refusal refusal, Settlement usual) {
                told.add(refusal);
                return usual;
            }
        };
        return new Dispatcher(handler, RetryPolicy.standard(new Random(1)), telemetry);
    }

    private static Delivery delivery() {
        return new Delivery(Message.durable("queue.test", new byte[0], "message-1"), 1, () -> {});
    }
}
