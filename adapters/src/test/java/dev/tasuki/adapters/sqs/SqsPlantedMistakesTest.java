package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.adapters.sqs.FailingEntries.Planted;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mistakes that a broker over SQS makes easily, planted between ours and the server. Each test runs without the mistake as
 * well, and shows by the same count that it sees the one and that ours does not make it.
 */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
final class SqsPlantedMistakesTest {
    private static final String QUEUE = "queue.model.train";
    private static final int MESSAGES = 21;
    private static final int FAILING = 2;

    private final SqsWorld world;
    private final String prefix = SqsWorld.prefix();
    private final Ticker never = (period, name, work) -> () -> {};

    SqsPlantedMistakesTest(SqsWorld world) {
        this.world = world;
    }

    /** The relay publishes the same task again after a minute; SQS remembers a deduplication id for five. */
    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"NONE", "DEDUPLICATION_BY_TASK"})
    void whatIsPublishedAgainWithinFiveMinutesIsThereUnlessTheTaskIsTheDeduplicationId(Planted planted)
            throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server(), planted);
                SqsBroker broker = broker(proxy, SqsFixture.FIFO)) {
            for (int i = 0; i < 3; i++) {
                broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "same task"));
            }
        }
        assertThat(left(SqsFixture.FIFO)).isEqualTo(planted == Planted.NONE ? 3 : 1);
    }

    /** Each is there once, unless a batch with a failed entry counts as wholly sent, or as wholly not. */
    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"NONE", "ALL_AS_DONE", "ALL_AS_FAILED"})
    void eachMessageOfABatchThatFailsInPartIsThereOnceUnlessItIsTakenAsAllOrNothing(Planted planted) throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server(), planted);
                SqsBroker broker = broker(proxy, "")) {
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "makes the queue"));
            proxy.fail("SendMessageBatch", FAILING);
            CountDownLatch gate = proxy.hold();
            for (int i = 1; i < MESSAGES; i++) {
                broker.publish(new Message(QUEUE, "{}".getBytes(UTF_8), "m-" + i, null, null, false, Map.of()));
            }
            gate.countDown();
            Eventually.holds(() -> {
                assertThat(proxy.left("SendMessageBatch")).isZero();
                assertThat(left("")).isEqualTo(MESSAGES + proxy.doubled() - proxy.lost());
            });
            assertThat(proxy.lost()).isEqualTo(planted == Planted.ALL_AS_DONE ? FAILING : 0);
            if (planted == Planted.ALL_AS_FAILED) {
                assertThat(proxy.doubled()).isPositive();
            } else {
                assertThat(proxy.doubled()).isZero();
            }
        }
    }

    /** None is left, unless a batch with a failed entry counts as wholly deleted. */
    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"NONE", "ALL_AS_DONE"})
    void nothingIsLeftOfWhatWasAcceptedUnlessABatchIsTakenForDone(Planted planted) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        try (FailingEntries proxy = new FailingEntries(world.server(), planted);
                SqsBroker broker = broker(proxy, "")) {
            publish(broker);
            proxy.fail("DeleteMessageBatch", FAILING);
            try (Subscription subscription = broker.subscribe(QUEUE, 8, delivery -> {
                accepted.incrementAndGet();
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> {
                    assertThat(accepted).hasValue(MESSAGES);
                    assertThat(proxy.left("DeleteMessageBatch")).isZero();
                    assertThat(left("")).isEqualTo(proxy.lost());
                });
                subscription.stop();
            }
            assertThat(proxy.lost()).isEqualTo(planted == Planted.NONE ? 0 : FAILING);
        }
    }

    /** What is given back comes again at once, unless a batch with a failed entry counts as wholly given back. */
    @ParameterizedTest
    @EnumSource(
            value = Planted.class,
            names = {"NONE", "ALL_AS_DONE"})
    void allThatIsGivenBackComesAgainUnlessABatchIsTakenForDone(Planted planted) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        try (FailingEntries proxy = new FailingEntries(world.server(), planted);
                SqsBroker broker = broker(proxy, "")) {
            publish(broker);
            proxy.fail("ChangeMessageVisibilityBatch", FAILING);
            try (Subscription subscription = broker.subscribe(QUEUE, 8, delivery -> {
                if (delivery.count() == 1) {
                    return new Settlement.Requeue(Duration.ZERO);
                }
                accepted.incrementAndGet();
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> {
                    assertThat(proxy.left("ChangeMessageVisibilityBatch")).isZero();
                    assertThat(accepted).hasValue(MESSAGES - proxy.lost());
                    assertThat(left("")).isEqualTo(proxy.lost());
                });
                subscription.stop();
            }
            assertThat(proxy.lost()).isEqualTo(planted == Planted.NONE ? 0 : FAILING);
        }
    }

    private SqsBroker broker(FailingEntries proxy, String more) {
        return world.broker(SqsWorld.settings(proxy.endpoint(), prefix, more), new MemoryObjectStore(), never);
    }

    private static void publish(SqsBroker broker) {
        for (int i = 0; i < MESSAGES; i++) {
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "m-" + i));
        }
    }

    /** All that the server has, in hand or not. */
    private int left(String more) throws IOException {
        String name = QueuePlan.of(world.settings(prefix, more), QUEUE).name();
        String answer = world.server()
                .call(
                        "GetQueueAttributes",
                        "{\"QueueUrl\":\"" + world.server().queueUrl(name) + "\",\"AttributeNames\":[\"All\"]}");
        JsonNode attributes = new ObjectMapper().readTree(answer).get("Attributes");
        return attributes.get("ApproximateNumberOfMessages").asInt()
                + attributes.get("ApproximateNumberOfMessagesNotVisible").asInt()
                + attributes.get("ApproximateNumberOfMessagesDelayed").asInt();
    }
}
