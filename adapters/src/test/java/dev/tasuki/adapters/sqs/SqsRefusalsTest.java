package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS refuses, as it comes over the wire: each is one sentence with the remedy, and nothing is lost meanwhile. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqsRefusalsTest {
    private static final String QUEUE = "queue.model.train";
    private static final String SEND = "SendMessageBatch";
    private static final String RECEIVE = "ReceiveMessage";
    private static final String DELETE = "DeleteMessageBatch";
    private static final String EXPIRED = "Signature expired: 20200101T000000Z is now earlier than 20261128T000000Z";

    private final SqsWorld world;
    private final String prefix = SqsWorld.prefix();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Ticker never = (period, name, work) -> () -> {};

    SqsRefusalsTest(SqsWorld world) {
        this.world = world;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|AccessDenied||no right to sqs:SendMessage on |see docs/sqs.md, Rights",
                "400|KmsDisabled||cannot be used (KmsDisabled)|enable it, or give the queue another",
                "403|InvalidClientTokenId||refuses the credentials (InvalidClientTokenId)|check AWS_ACCESS_KEY_ID",
                "403|SignatureDoesNotMatch|" + EXPIRED + "|the clock of this machine differs too much|set it",
            })
    void whatStandsInTheWayIsSaidAndWhatIsSentAfterwardsArrives(
            int status, String code, String message, String what, String remedy) throws Exception {
        List<String> came = new CopyOnWriteArrayList<>();
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy, "")) {
            broker.publish(message("before"));
            proxy.refuse(SEND, status, code, String.valueOf(message));
            assertThat(catchThrowableOfType(Refusal.class, () -> broker.publish(message("refused"))))
                    .isInstanceOf(Unavailable.class)
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BROKER_UNAVAILABLE))
                    .hasMessageContainingAll(what, remedy)
                    .satisfies(refusal -> assertThat(refusal.detail())
                            .doesNotContain("software.amazon", "Exception:", "20200101", "\n"));
            proxy.allow(SEND);
            proxy.refuse(RECEIVE, status, code, String.valueOf(message));
            proxy.refuse(DELETE, status, code, String.valueOf(message));
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                came.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(proxy.refused(RECEIVE)).isPositive());
                // The relay publishes it again.
                broker.publish(message("refused"));
                proxy.allow(RECEIVE);
                Eventually.holds(() -> assertThat(proxy.refused(DELETE)).isPositive());
                proxy.allow(DELETE);
                Eventually.holds(() -> {
                    assertThat(came).containsExactlyInAnyOrder("before", "refused");
                    assertThat(broker.status().queues())
                            .singleElement()
                            .satisfies(queue -> assertThat(queue.ready() + queue.unsettled())
                                    .isZero());
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"400, ThrottlingException", "503, ServiceUnavailable"})
    void whoIsThrottledIsTooBusyAndItIsCounted(int status, String code) throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy, "")) {
            broker.publish(message("before"));
            proxy.refuse(SEND, status, code, "Rate exceeded");
            assertThatThrownBy(() -> broker.publish(message("put off")))
                    .isInstanceOf(TooBusy.class)
                    .hasMessageContaining("asks for fewer calls (" + code + "); try again");
            assertThat(proxy.refused(SEND)).as("the SDK tried again").isGreaterThan(1);
            assertThat(reading(broker, "sqs_throttled_total")).isEqualTo(1);
            proxy.allow(SEND);
            broker.publish(message("put off"));
            assertThat(broker.status().queues().getFirst().ready()).isEqualTo(2);
        }
    }

    /** A single entry of a batch that is put off, or that no key encrypts. */
    @Test
    void entriesHaveTheSameSentences() {
        SqsErrors errors = new SqsErrors(world.settings(prefix, ""));

        assertThat(errors.entry(new EntryFailed("KMS.DisabledException", "", true), Action.SEND, "q"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("the key by which q is encrypted")
                .hasMessageContaining("enable it, or give the queue another");
        assertThat(errors.entry(new EntryFailed("KMS.ThrottlingException", "", true), Action.SEND, "q"))
                .isInstanceOf(TooBusy.class);
    }

    @Test
    void tooManyMessagesInHandStopTheReaderForHalfAMinute() throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy, "");
                SqsClients clients = SqsWorld.clients(broker.settings())) {
            broker.publish(message("waits"));
            SqsQueues.Target target = new SqsQueues(clients, Duration.ZERO).of(QUEUE);
            proxy.refuse(RECEIVE, 403, "OverLimit", "the maximum number of in flight messages is reached");
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> Reader.receive(clients, target, 1));

            assertThat(refusal)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("120,000 messages in hand")
                    .hasMessageContaining("consumers take and do not finish");
            assertThat(Reader.pause(refusal)).isEqualTo(30_000);
            proxy.allow(RECEIVE);
            assertThat(Reader.receive(clients, target, 1)).hasSize(1);
        }
    }

    @Test
    void aQueueThatIsDeletedAndMayNotBeMadeIsNamedAndUsedAgainOnceItIsThere() throws Exception {
        List<String> came = new CopyOnWriteArrayList<>();
        try (SqsBroker makes = broker(world.settings(prefix, ""))) {
            makes.publish(message("before"));
        }
        try (SqsBroker broker = broker(world.settings(prefix, "&create=false"));
                Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                    came.add(delivery.message().correlationId());
                    return Settlement.ACCEPT;
                })) {
            Eventually.holds(() -> assertThat(came).containsExactly("before"));
            String name = prefix + "-queue-model-train";
            world.server()
                    .call("DeleteQueue", "{\"QueueUrl\":\"" + world.server().queueUrl(name) + "\"}");
            assertThatThrownBy(() -> broker.publish(message("refused")))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("the queue " + name + " is not there")
                    .hasMessageContaining("make it with deploy/sqs/template.yml, or allow create=true");
            world.server().call("CreateQueue", "{\"QueueName\":\"" + name + "\"}");
            broker.publish(message("refused"));
            Eventually.holds(() -> assertThat(came).containsExactly("before", "refused"));
        }
    }

    @Test
    void aQueueThatAnotherProcessMadeMeanwhileIsLookedAtLikeAnyThatIsThere() throws Exception {
        try (CannedSqs server = new CannedSqs()) {
            String name = prefix + "-queue-model-predict";
            server.queue(name, Map.of("VisibilityTimeout", "7", "MaximumMessageSize", "2048"));
            server.hide(name);
            SqsSettings settings = SqsWorld.settings(server.endpoint(), prefix, "");
            try (SqsClients clients = SqsWorld.clients(settings)) {
                assertThat(new SqsQueues(clients, Duration.ZERO)
                                .of("queue.model.predict")
                                .largest())
                        .isEqualTo(2048);
            }
            server.hide(name);
            SqsSettings strict = SqsWorld.settings(server.endpoint(), prefix, "&strict_queues=true");
            try (SqsClients clients = SqsWorld.clients(strict)) {
                assertThatThrownBy(() -> new SqsQueues(clients, Duration.ZERO).of("queue.model.predict"))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("VisibilityTimeout is 7, wanted is 100")
                        .hasMessageContaining("change them, or leave strict_queues out");
            }
            assertThat(server.called()).contains("CreateQueue");
        }
    }

    @Test
    void aNameThatWasDeletedJustNowIsMadeLater() throws Exception {
        try (FailingEntries proxy = new FailingEntries(world.server());
                SqsBroker broker = broker(proxy, "")) {
            proxy.refuse("CreateQueue", 400, "QueueDeletedRecently", "You must wait 60 seconds");
            assertThatThrownBy(() -> broker.publish(message("early")))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("was deleted at")
                    .hasMessageContaining("it is made again by itself");
            proxy.allow("CreateQueue");
            broker.publish(message("early"));
            assertThat(broker.status().queues().getFirst().ready()).isEqualTo(1);
        }
    }

    /** Bodies go through the store, so only headers can be too large for a queue. */
    @ParameterizedTest
    @ValueSource(ints = {1_024, 1_048_576})
    void whatExceedsTheQueueGoesThroughTheStoreOrIsRefusedInASentence(int largest) {
        SqsSettings settings = world.settings(prefix, "");
        SqsQueues.Target target = new SqsQueues.Target(QueuePlan.of(settings, QUEUE), "https://sqs/q", largest);
        ClaimChecks claims = new ClaimChecks(store, new SqsMetrics());
        int rest =
                largest - (int) claims.wire(target, Envelope.of(body(1)), null).bytes();

        assertThat(claims.wire(target, Envelope.of(body(1 + rest)), null).bytes())
                .isEqualTo(largest);
        assertThat(store.list("messages/")).isEmpty();
        assertThat(claims.wire(target, Envelope.of(body(2 + rest)), null).body())
                .contains("tasuki-object");
        assertThat(store.list("messages/")).hasSize(1);
        Message headers = message("large headers").withHeaders(Map.of("h", "x".repeat(largest)));
        assertThatThrownBy(() -> claims.wire(target, Envelope.of(headers), null))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("the headers of the message for " + QUEUE)
                .hasMessageContaining("the queue takes %,d".formatted(largest));
    }

    private static Message body(int size) {
        return Message.durable(QUEUE, "x".repeat(size).getBytes(UTF_8), "m");
    }

    private SqsBroker broker(FailingEntries proxy, String more) {
        return broker(SqsWorld.settings(proxy.endpoint(), prefix, more));
    }

    private SqsBroker broker(SqsSettings settings) {
        return world.broker(settings, store, never);
    }

    private static Message message(String id) {
        return Message.durable(QUEUE, "{}".getBytes(UTF_8), id);
    }

    private static double reading(SqsBroker broker, String name) {
        return broker.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
