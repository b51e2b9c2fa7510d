package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.Together;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entries of batches fail one by one: those beside them are done once, and those that failed are done again. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
final class SqsPartialFailureTest {
    private static final String QUEUE = "queue.model.train";
    private static final int MESSAGES = 24;

    private final SqsWorld world;
    private final Ticker never = (period, name, work) -> () -> {};

    SqsPartialFailureTest(SqsWorld world) {
        this.world = world;
    }

    @Test
    void whatWasTakenIsNotSentTwiceAndWhatFailedIsSentAgain() throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy)) {
            broker.publish(message("first"));
            proxy.fail("SendMessageBatch", 4);
            publishAll(broker);

            assertThat(proxy.left("SendMessageBatch")).isZero();
            Eventually.holds(() ->
                    assertThat(broker.status().queues().getFirst().ready()).isEqualTo(MESSAGES + 1));
            assertThat(proxy.batches())
                    .extracting(FailingEntries.Batch::entries)
                    .allSatisfy(entries -> assertThat(entries).isLessThanOrEqualTo(10));
        }
    }

    @Test
    void whatCouldNotBeDeletedOrGivenBackIsTriedAgain() throws Exception {
        List<String> came = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy)) {
            publishAll(broker);
            proxy.fail("DeleteMessageBatch", 4);
            proxy.fail("ChangeMessageVisibilityBatch", 4);
            try (Subscription subscription = broker.subscribe(QUEUE, 8, delivery -> {
                if (delivery.count() == 1) {
                    calls.incrementAndGet();
                    return new Settlement.Requeue(Duration.ZERO);
                }
                came.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(came).hasSize(MESSAGES));
                Eventually.holds(() -> assertThat(broker.status().queues().getFirst())
                        .satisfies(queue ->
                                assertThat(queue.ready() + queue.unsettled()).isZero()));
                subscription.stop();
            }
            assertThat(calls).hasValue(MESSAGES);
            assertThat(came).doesNotHaveDuplicates();
            assertThat(proxy.left("DeleteMessageBatch")).isZero();
            assertThat(proxy.left("ChangeMessageVisibilityBatch")).isZero();
        }
    }

    private SqsBroker broker(FailingEntries proxy) {
        return world.broker(SqsWorld.settings(proxy.endpoint(), SqsWorld.prefix(), ""), new MemoryObjectStore(), never);
    }

    private static void publishAll(SqsBroker broker) throws Exception {
        Together.run(MESSAGES / 2, thread -> () -> {
            IntStream.range(0, 2).forEach(i -> broker.publish(message("m-" + (2 * thread + i))));
            return true;
        });
    }

    private static Message message(String id) {
        return Message.durable(QUEUE, "{}".getBytes(UTF_8), id);
    }
}
