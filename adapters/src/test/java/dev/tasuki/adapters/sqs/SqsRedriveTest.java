package dev.tasuki.adapters.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.memory.MemoryObjectStore;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import dev.tasuki.testservers.ElasticMqServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that nobody can settle, and what an operator moves back. */
@ExtendWith({SqsServers.class, NoThreadLeft.class})
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
final class SqsRedriveTest {
    private static final String QUEUE = "queue.model.train";
    private static final String TWICE = "&max_receive=2";

    private final SqsWorld world;
    private final String prefix = SqsWorld.prefix();
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Ticker never = (period, name, work) -> () -> {};

    SqsRedriveTest(SqsWorld world) {
        this.world = world;
    }

    /** Two consumers die of it; SQS moves it aside, with its object, and it can be tried again. */
    @ParameterizedTest
    @ValueSource(ints = {2, 2 << 20})
    void whatIsDeliveredTooOftenIsMovedBySqsAndComesBackWhole(int size) throws IOException {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        List<Message> came = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = broker(TWICE)) {
            broker.publish(Message.durable(QUEUE, body, "poison"));
            assertThat(takenAndForgotten()).contains("ReceiptHandle");
            assertThat(takenAndForgotten()).contains("ReceiptHandle");
            assertThat(takenAndForgotten()).doesNotContain("ReceiptHandle");

            DeadLetter letter = broker.deadLetters().list(QUEUE, 10).getFirst();
            assertThat(letter.correlationId()).isEqualTo("poison");
            assertThat(letter.size()).isEqualTo(size);
            assertThat(letter.reason()).as("SQS gives none").isEmpty();
            assertThat(broker.deadLetters().retry(QUEUE, letter.id(), null)).isTrue();
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                came.add(delivery.message());
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(came).hasSize(1));
                Eventually.holds(() -> assertThat(store.list("messages/")).isEmpty());
            }
            assertThat(came.getFirst().body()).isEqualTo(body);
            assertThat(broker.deadLetters().ids(QUEUE, 10)).isEmpty();
        }
    }

    /** A queue of somebody else's making may have no redrive policy. */
    @Test
    void whereSqsMovesNothingAsideWeDo() throws IOException {
        world.server().call("CreateQueue", "{\"QueueName\":\"" + prefix + "-queue-model-train\"}");
        try (SqsBroker broker = broker(TWICE)) {
            broker.publish(Message.durable(QUEUE, "{}".getBytes(UTF_8), "poison"));
            assertThat(takenAndForgotten()).contains("ReceiptHandle");
            assertThat(takenAndForgotten()).contains("ReceiptHandle");
            List<String> came = new CopyOnWriteArrayList<>();
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                came.add(delivery.message().correlationId());
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() -> assertThat(broker.deadLetters().list(QUEUE, 10))
                        .singleElement()
                        .satisfies(letter ->
                                assertThat(letter.reason()).isEqualTo("was delivered 2 times and never settled")));
            }
            assertThat(came).isEmpty();
        }
    }

    /** {@code StartMessageMoveTask}, which the page recommends for all at once. */
    @Test
    void whatAnOperatorMovesBackIsDelivered() throws IOException {
        List<String> came = new CopyOnWriteArrayList<>();
        try (SqsBroker broker = broker("")) {
            for (int i = 0; i < 3; i++) {
                broker.publish(Message.durable(QUEUE, ("{\"n\":" + i + "}").getBytes(UTF_8), "m-" + i));
            }
            try (Subscription ignored =
                    broker.subscribe(QUEUE, 3, delivery -> new Settlement.Discard("for the moment"))) {
                Eventually.holds(
                        () -> assertThat(broker.deadLetters().ids(QUEUE, 10)).hasSize(3));
            }
            String dead = "arn:aws:sqs:" + ElasticMqServer.REGION + ":" + ElasticMqServer.ACCOUNT + ":" + prefix
                    + "-queue-model-train-dead";
            assertThat(world.server().call("StartMessageMoveTask", "{\"SourceArn\":\"" + dead + "\"}"))
                    .contains("TaskHandle");
            try (Subscription ignored = broker.subscribe(QUEUE, 1, delivery -> {
                came.add(delivery.message().correlationId()
                        + new String(delivery.message().body(), UTF_8));
                return Settlement.ACCEPT;
            })) {
                Eventually.holds(() ->
                        assertThat(came).containsExactlyInAnyOrder("m-0{\"n\":0}", "m-1{\"n\":1}", "m-2{\"n\":2}"));
            }
            assertThat(broker.deadLetters().ids(QUEUE, 10)).isEmpty();
        }
    }

    private SqsBroker broker(String more) {
        return world.broker(world.settings(prefix, more), store, never);
    }

    /** What a consumer does that dies: it takes a message and never says anything. Returns the server's answer. */
    private String takenAndForgotten() throws IOException {
        String url = world.server().queueUrl(prefix + "-queue-model-train");
        String answer = world.server()
                .call("ReceiveMessage", "{\"QueueUrl\":\"" + url + "\",\"VisibilityTimeout\":5,\"WaitTimeSeconds\":0}");
        world.advance(Duration.ofSeconds(6));
        return answer;
    }
}
