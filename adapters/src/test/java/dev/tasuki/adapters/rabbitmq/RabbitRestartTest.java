package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.ask.Requester;
import dev.tasuki.core.ask.RequesterOptions;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The broker goes away and comes back, and nobody restarts anything else. */
@ExtendWith({RabbitServers.class, NoThreadLeft.class})
final class RabbitRestartTest {
    private static final String QUEUE = "queue.model.train";
    private static final String ECHO = "queue.model.predict";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final RabbitSettings.Timing TIMING =
            new RabbitSettings.Timing(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5));

    enum Ending {
        CLEAN,
        KILLED
    }

    private final RabbitServer server;
    private RabbitSettings settings;

    RabbitRestartTest(RabbitServer server) {
        this.server = server;
    }

    @BeforeEach
    void empty() throws Exception {
        settings = RabbitSettings.parse(server.url()).timed(TIMING);
        try (RawRabbit raw = new RawRabbit(server)) {
            raw.without();
        }
    }

    @AfterEach
    void leaveItRunning() throws Exception {
        if (!server.isRunning()) {
            server.startAgain();
        }
    }

    /** Requests that were under way when the broker went get no answer: their threads wait no longer than this. */
    private static final RequesterOptions PATIENT = new RequesterOptions(Duration.ofSeconds(5), 10);

    @ParameterizedTest
    @EnumSource
    void everyConfirmedMessageArrivesThoughTheBrokerRestartsUnderLoad(Ending ending) throws Exception {
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        Set<String> handled = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger odd = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch back = new CountDownLatch(1);
        try (RabbitBroker producer = new RabbitBroker(settings, InstantSource.system());
                RabbitBroker consumer = new RabbitBroker(settings, InstantSource.system());
                Requester requester = new Requester(producer, PATIENT, InstantSource.system(), new Telemetry())) {
            var trainings = consumer.subscribe(QUEUE, 3, delivery -> {
                handled.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            });
            var predictions = consumer.subscribe(ECHO, 2, delivery -> {
                consumer.publish(
                        Message.reply(delivery.message(), delivery.message().body()));
                return Settlement.ACCEPT;
            });
            CountDownLatch ended = new CountDownLatch(5);
            for (int thread = 0; thread < 5; thread++) {
                int me = thread;
                Thread.ofVirtual().start(() -> {
                    for (int i = 0; !over.get(); i++) {
                        String id = "m-" + me + "-" + i;
                        try {
                            if (me == 4) {
                                requester.ask(ECHO, bytes(id));
                                answers.incrementAndGet();
                            } else {
                                producer.publish(Message.durable(QUEUE, bytes("{}"), id));
                                confirmed.add(id);
                            }
                        } catch (Unavailable | TimedOut e) {
                            // Some refusals are enough; spinning would take the restart its processor.
                            if (refused.incrementAndGet() > 60) {
                                awaitQuietly(back);
                            }
                        } catch (RuntimeException e) {
                            // Also a broker that a failed test has closed: there is nothing left to send to.
                            odd.incrementAndGet();
                            break;
                        }
                    }
                    ended.countDown();
                });
            }
            await(() -> assertThat(confirmed).hasSizeGreaterThan(200));
            server.flush();
            end(ending);
            await(() -> assertThat(refused).hasValueGreaterThan(50));
            assertThat(producer.status().connected()).isFalse();
            int before = confirmed.size();
            int answersBefore = answers.get();
            server.startAgain();
            back.countDown();
            await(() -> assertThat(confirmed).hasSizeGreaterThan(before + 200));
            await(() -> assertThat(answers).hasValueGreaterThan(answersBefore + 5));
            over.set(true);
            ended.await();
            await(() -> assertThat(handled).containsAll(confirmed));
            assertThat(odd).as("failures that are not Unavailable").hasValue(0);
            trainings.close();
            predictions.close();
        } finally {
            // Whatever failed, nobody goes on sending into the next test.
            over.set(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeliveryInHandWhenTheBrokerGoesComesAgain(Ending ending) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            broker.publish(Message.durable(QUEUE, bytes("{}"), "in-hand"));
            var subscription = broker.subscribe(QUEUE, 1, delivery -> {
                if (calls.incrementAndGet() == 1) {
                    started.countDown();
                    awaitQuietly(gate);
                }
                return Settlement.ACCEPT;
            });
            started.await();
            server.flush();
            end(ending);
            gate.countDown();
            server.startAgain();
            await(() -> assertThat(calls).hasValue(2));
            Eventually.holds(() -> assertThat(broker.status().queues())
                    .allSatisfy(queue -> assertThat(queue.ready()).isZero()));
            subscription.close();
        }
    }

    @Test
    void aBrokerThatIsDownAtTheStartIsWaitedForByConsumersAndRefusedToProducers() throws Exception {
        server.stop();
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system());
                ReplyQueue replies = broker.openReplyQueue(reply -> answers.incrementAndGet())) {
            var trainings = broker.subscribe(QUEUE, 2, delivery -> {
                handled.incrementAndGet();
                return Settlement.ACCEPT;
            });
            var predictions = broker.subscribe(ECHO, 2, delivery -> {
                broker.publish(
                        Message.reply(delivery.message(), delivery.message().body()));
                return Settlement.ACCEPT;
            });
            assertThatThrownBy(() -> broker.publish(Message.durable(QUEUE, bytes("{}"), "too-early")))
                    .isInstanceOfSatisfying(Unavailable.class, e -> {
                        assertThat(e.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE);
                        assertThat(e.detail())
                                .isEqualTo("no connection to " + settings.where() + ": connection refused");
                    });
            assertThatThrownBy(() -> broker.publish(request(replies, "too-early")))
                    .isInstanceOf(Unavailable.class);
            assertThat(broker.status().connected()).isFalse();
            assertThat(broker.status().detail()).contains("connection refused");

            server.startAgain();
            await(() -> broker.publish(Message.durable(QUEUE, bytes("{}"), "now")));
            await(() -> broker.publish(request(replies, "now")));
            await(() -> assertThat(handled).hasValueGreaterThanOrEqualTo(1));
            await(() -> assertThat(answers).hasValueGreaterThanOrEqualTo(1));
            trainings.close();
            predictions.close();
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoticedByItsSilence() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        try (RabbitBroker broker = new RabbitBroker(settings, InstantSource.system())) {
            var subscription = broker.subscribe(QUEUE, 1, delivery -> {
                handled.incrementAndGet();
                return Settlement.ACCEPT;
            });
            broker.publish(Message.durable(QUEUE, bytes("{}"), "before"));
            await(() -> assertThat(handled).hasValue(1));
            server.pause();
            try {
                assertThatThrownBy(() -> broker.publish(Message.durable(QUEUE, bytes("{}"), "unheard")))
                        .isInstanceOf(Unavailable.class);
                await(() -> assertThat(broker.status().connected()).isFalse());
            } finally {
                server.goOn();
            }
            await(() -> broker.publish(Message.durable(QUEUE, bytes("{}"), "after")));
            await(() -> assertThat(handled).hasValueGreaterThanOrEqualTo(2));
            subscription.close();
        }
    }

    @Test
    void anAddressWithNobodyBehindItIsPassedOver() {
        RabbitSettings several =
                RabbitSettings.parse("amqp://guest:guest@127.0.0.1:1,127.0.0.1:" + server.port() + ",127.0.0.1:2");
        try (RabbitBroker broker = new RabbitBroker(several, InstantSource.system())) {
            broker.publish(Message.durable(QUEUE, bytes("{}"), "m"));
            assertThat(broker.status().connected()).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsSaidSo() {
        RabbitSettings wrong = RabbitSettings.parse("amqp://guest:wrong@127.0.0.1:" + server.port());
        try (RabbitBroker broker = new RabbitBroker(wrong, InstantSource.system())) {
            assertThatThrownBy(() -> broker.publish(Message.durable(QUEUE, bytes("{}"), "m")))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.detail()).endsWith("user name or password refused"));
        }
    }

    private void end(Ending ending) throws IOException {
        switch (ending) {
            case CLEAN -> server.stop();
            case KILLED -> server.kill();
        }
    }

    private static Message request(ReplyQueue replies, String id) {
        return Message.request(
                ECHO, bytes("{}"), id, replies.name(), Instant.now().plusSeconds(10));
    }

    private static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(LONG)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .untilAsserted(assertion);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
