package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Delays that SQS does not know, and work that is longer than SQS lends a message: the clocks move, nobody waits. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqsLongTimesTest {
    private static final String QUEUE = "queue.model.train";

    private final SqsWorld world;
    private final Map<String, Runnable> ticks = new ConcurrentHashMap<>();
    private final Ticker byHand = (period, name, work) -> {
        ticks.put(name, work);
        return () -> {};
    };

    SqsLongTimesTest(SqsWorld world) {
        this.world = world;
    }

    @Test
    void aDelayOfFortyMinutesIsThreeHopsAndOneDelivery() throws Exception {
        List<Integer> counts = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = world.broker(world.settings(SqsWorld.prefix(), ""), new MemoryObjectStore(), byHand);
                Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                    counts.add(delivery.count());
                    return delivery.count() == 1 ? new Settlement.Requeue(Duration.ofMinutes(40)) : Settlement.ACCEPT;
                })) {
            broker.publish(message("delayed"));
            for (int copies = 2; copies <= 4; copies++) {
                sent(broker, copies);
                assertThat(counts)
                        .as("nobody is given a message before its time")
                        .containsExactly(1);
                world.advance(copies < 4 ? Duration.ofMinutes(15) : Duration.ofMinutes(10));
            }
            Eventually.holds(() -> {
                assertThat(counts).hasSize(2);
                assertThat(queue(broker)).isEqualTo(new QueueStatus(QUEUE, 0, 0, 1));
            });
            assertThat(counts.getLast()).as("it counts as delivered before").isGreaterThan(1);
            assertThat(reading(broker, "sqs_send_entries_total")).isEqualTo(4);
        }
    }

    /** A FIFO queue knows no delay of a message: it stays out of sight instead. */
    @Test
    void aDelayOfFortyMinutesOverFifoIsOneDelivery() {
        List<String> came = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = broker(SqsFixture.FIFO);
                Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                    String id = delivery.message().correlationId();
                    came.add(id + delivery.count());
                    return id.equals("delayed-") && delivery.count() == 1
                            ? new Settlement.Requeue(Duration.ofMinutes(40))
                            : Settlement.ACCEPT;
                })) {
            broker.publish(message("delayed-"));
            Eventually.holds(() ->
                    assertThat(reading(broker, "sqs_visibility_entries_total")).isEqualTo(1));
            assertThat(queue(broker)).isEqualTo(new QueueStatus(QUEUE, 1, 0, 1));
            world.advance(Duration.ofMinutes(39));
            broker.publish(message("other-"));
            Eventually.holds(() -> assertThat(came).containsExactly("delayed-1", "other-1"));
            world.advance(Duration.ofMinutes(1));
            Eventually.holds(() -> assertThat(came).containsExactly("delayed-1", "other-1", "delayed-2"));
        }
    }

    /** SQS lends a message for twelve hours. */
    @Test
    void afterElevenHoursAndFiftyMinutesTheHeartbeatEndsAndSaysSo() {
        CountDownLatch gate = new CountDownLatch(1);
        List<Integer> counts = new CopyOnWriteArrayList<>();
        try (Logged log = new Logged();
                SqsBroker broker = broker("&visibility=3600")) {
            Runnable beat = Objects.requireNonNull(ticks.get("sqs-heartbeat"));
            broker.publish(message("long"));
            try (Subscription ignored = broker.subscribe(QUEUE, 2, delivery -> {
                counts.add(delivery.count());
                pass(gate);
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(counts).containsExactly(1));
                for (int i = 0; i < 14; i++) {
                    told(broker, beat);
                    world.advance(Duration.ofMinutes(50));
                }
                world.advance(Duration.ofMinutes(9));
                told(broker, beat);
                assertThat(log.warnings()).isEmpty();

                world.advance(Duration.ofMinutes(2));
                double before = reading(broker, "sqs_visibility_entries_total");
                beat.run();
                beat.run();
                assertThat(log.warnings())
                        .singleElement()
                        .asString()
                        .contains(
                                "message long of ",
                                "is in hand for twelve hours soon: SQS gives it to another consumer");
                assertThat(counts).as("it is still one execution").containsExactly(1);

                world.advance(Duration.ofMinutes(61));
                Eventually.holds(() -> assertThat(counts).containsExactly(1, 2));
                assertThat(reading(broker, "sqs_visibility_entries_total")).isEqualTo(before);
                gate.countDown();
                Eventually.holds(() -> assertThat(queue(broker)).isEqualTo(new QueueStatus(QUEUE, 0, 0, 1)));
            }
        }
    }

    private SqsBroker broker(String more) {
        return world.broker(world.settings(SqsWorld.prefix(), more), new MemoryObjectStore(), byHand);
    }

    /** Waits until this many messages were sent in all, and the one there is waits in its queue. */
    private static void sent(SqsBroker broker, int messages) {
        Eventually.holds(() -> {
            assertThat(reading(broker, "sqs_send_entries_total")).isEqualTo(messages);
            assertThat(reading(broker, "sqs_delete_entries_total")).isEqualTo(messages - 1);
        });
    }

    /** Gives a sign of life, and waits until SQS has it. */
    private static void told(SqsBroker broker, Runnable beat) {
        double before = reading(broker, "sqs_visibility_entries_total");
        beat.run();
        Eventually.holds(() ->
                assertThat(reading(broker, "sqs_visibility_entries_total")).isEqualTo(before + 1));
    }

    private static QueueStatus queue(SqsBroker broker) {
        return broker.status().queues().getFirst();
    }

    private static double reading(SqsBroker broker, String name) {
        return broker.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Message message(String id) {
        return Message.durable(QUEUE, "{}".getBytes(UTF_8), id);
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a broker interrupts no handler", e);
        }
    }

    /** What heartbeats log. */
    private static final class Logged implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(Heartbeat.class);
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        Logged() {
            appender.start();
            logger.addAppender(appender);
        }

        List<String> warnings() {
            return List.copyOf(appender.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
        }
    }
}
