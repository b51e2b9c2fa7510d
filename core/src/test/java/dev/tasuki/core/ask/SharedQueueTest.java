package dev.tasuki.core.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.dispatch.Dispatcher;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that only a foreign consumer can answer. */
class SharedQueueTest {
    private static final String QUEUE = "queue.test";
    private static final int OWN = 1;

    private final MovableClock clock = new MovableClock();
    private final Telemetry telemetry = new Telemetry();
    private final InProcessBroker broker = new InProcessBroker(clock, 1000);
    private final SharedQueue sharing = new SharedQueue(broker, QUEUE, OWN, clock);

    @BeforeEach
    void subscribe() {
        broker.subscribe(QUEUE, 2, delivery -> Settlement.ACCEPT);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 10", "2, 20", "3, 50", "4, 100", "5, 200", "24, 200"})
    void itGoesBackAfterAWaitThatGrows(int count, long millis) {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);

        assertThat(sharing.back(delivery(count, null))).contains(new Settlement.Requeue(Duration.ofMillis(millis)));
    }

    @Test
    void itIsAnsweredHereAfterManyDeliveriesOrJustBeforeItsDeadline() {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        Instant deadline = clock.instant().plusSeconds(5);

        assertThat(sharing.back(delivery(25, null))).isEmpty();
        assertThat(sharing.back(delivery(5, deadline))).isPresent();
        clock.move(Duration.ofMillis(4_540));
        assertThat(sharing.back(delivery(5, deadline))).isPresent();
        clock.move(Duration.ofMillis(10));
        assertThat(sharing.back(delivery(5, deadline))).isEmpty();
        assertThat(sharing.back(delivery(1, deadline))).isPresent();
    }

    @Test
    void whereNobodyElseListensItIsAnsweredAtOnce() {
        assertThat(sharing.back(delivery(1, null))).isEmpty();

        Subscription other = broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        assertThat(sharing.back(delivery(1, null))).as("believed for a second").isEmpty();
        clock.move(Duration.ofSeconds(1));
        assertThat(sharing.back(delivery(1, null))).isPresent();

        other.close();
        clock.move(Duration.ofSeconds(1));
        assertThat(sharing.back(delivery(1, null))).isEmpty();
    }

    @Test
    void whereTheBrokerDoesNotTellSomebodyMayListen() {
        SharedQueue unknown = new SharedQueue(broker, "queue.unknown", OWN, clock);

        assertThat(unknown.back(delivery(1, null))).isPresent();
        assertThat(SharedQueue.unshared().back(delivery(1, null))).isEmpty();
    }

    @Test
    void whoeverWaitsHearsNothingUntilItIsGivenUpAndThenTheReason() throws Exception {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = new Dispatcher(
                new Responder(broker, SharedQueueTest::foreign, clock, telemetry, sharing),
                RetryPolicy.standard(new Random(1)),
                telemetry);
        try (ReplyQueue replies = broker.openReplyQueue(heard::add)) {
            Instant deadline = clock.instant().plusSeconds(5);
            Message request = Message.request(QUEUE, new byte[0], "c", replies.name(), deadline);

            assertThat(dispatcher.handle(new Delivery(request, 1, () -> {})))
                    .isEqualTo(new Settlement.Requeue(Duration.ofMillis(10)));
            assertThat(telemetry.value(Telemetry.Count.PREDICTIONS_REFUSED)).isZero();
            clock.move(Duration.ofMillis(4_900));
            assertThat(dispatcher.handle(new Delivery(request, 20, () -> {}))).isEqualTo(Settlement.ACCEPT);

            byte[] answer = heard.poll(2, TimeUnit.MINUTES).body();
            assertThat(heard).isEmpty();
            NotFound refusal = catchThrowableOfType(NotFound.class, () -> Replies.check(answer));
            assertThat(refusal.code()).isEqualTo(RefusalCode.MODEL_FOREIGN);
        }
    }

    @Test
    void whatNobodyWaitsForIsNotGivenBack() {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        Responder responder = new Responder(broker, SharedQueueTest::foreign, clock, telemetry, sharing);
        Message request = new Message(QUEUE, new byte[0], "c", null, null, false, Map.of());

        assertThat(new Dispatcher(responder, RetryPolicy.standard(new Random(1)), telemetry)
                        .handle(new Delivery(request, 1, () -> {})))
                .isEqualTo(Settlement.ACCEPT);
    }

    @Test
    void otherRefusalsAreAnswersAtOnce() {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        Responder responder = new Responder(
                broker,
                (body, deadline) -> {
                    throw new NotFound(RefusalCode.MODEL_NOT_FOUND, "there is no model m");
                },
                clock,
                telemetry,
                sharing);

        assertThat(new Dispatcher(responder, RetryPolicy.standard(new Random(1)), telemetry).handle(delivery(1, null)))
                .isEqualTo(Settlement.ACCEPT);
    }

    private static byte[] foreign(byte[] body, Deadline deadline) {
        throw new NotFound(RefusalCode.MODEL_FOREIGN, "model m is a pickle of " + body.length + " bytes");
    }

    private static Delivery delivery(int count, Instant deadline) {
        Message message = new Message(QUEUE, Rig.utf8("{}"), "c", "reply.x", deadline, false, Map.of());
        return new Delivery(message, count, () -> {});
    }

    @Test
    void theRestOfTheWaitsFitsIntoTheUsualDeadline() {
        broker.subscribe(QUEUE, 1, delivery -> Settlement.ACCEPT);
        Duration sum = Duration.ZERO;
        int count = 1;
        for (Optional<Settlement> back = sharing.back(delivery(count, null));
                back.isPresent();
                back = sharing.back(delivery(++count, null))) {
            sum = sum.plus(((Settlement.Requeue) back.get()).delay());
        }
        assertThat(sum).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }
}
