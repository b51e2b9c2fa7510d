package dev.tasuki.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.Broker;
import dev.tasuki.core.port.Delivery;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.core.port.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests and replies over any {@link Broker}. Of replies it is said where they come, not in which order. */
@ExtendWith(NoThreadLeft.class)
@SuppressWarnings("try") // a subscription is open for the block and need not be named in it
public abstract class RequestReplyContract {
    private static final String QUEUE = "queue.contract.echo";

    private Fixture<Broker> fixture;
    private Broker requesting;
    private Broker responding;

    /** An empty broker for one test. */
    protected abstract Fixture<Broker> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        requesting = fixture.port();
        responding = fixture.another().orElse(requesting);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Test
    void everyRequesterGetsItsOwnAnswer() throws Exception {
        Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
        try (ReplyQueue replies = requesting.openReplyQueue(reply ->
                        requireNonNull(waiting.get(reply.correlationId())).complete(text(reply)));
                Subscription ignored = responding.subscribe(QUEUE, 4, delivery -> echo(responding, delivery))) {
            List<Boolean> right = Together.run(16, thread -> () -> {
                boolean all = true;
                for (int i = 0; i < 20; i++) {
                    String id = thread + "-" + i;
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    waiting.put(id, answer);
                    requesting.publish(request(replies, id));
                    all &= answer.get(2, TimeUnit.MINUTES).equals("echo of " + id);
                }
                return all;
            });
            assertThat(right).containsOnly(true);
        }
    }

    @Test
    void aReplyGoesOnlyToTheQueueThatAskedForIt() {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        try (ReplyQueue one = requesting.openReplyQueue(reply -> first.add(reply.correlationId()));
                ReplyQueue two = requesting.openReplyQueue(reply -> second.add(reply.correlationId()));
                Subscription ignored = responding.subscribe(QUEUE, 1, delivery -> echo(responding, delivery))) {
            assertThat(one.name()).isNotEqualTo(two.name());
            requesting.publish(request(one, "same"));
            requesting.publish(request(two, "same"));
            requesting.publish(request(one, "one"));
            requesting.publish(request(two, "two"));
            Eventually.holds(() -> {
                assertThat(first).containsExactlyInAnyOrder("same", "one");
                assertThat(second).containsExactlyInAnyOrder("same", "two");
            });
        }
    }

    @Test
    void aReplyCarriesTheWholeBody() throws Exception {
        String body = TaskSamples.UNICODE + "y".repeat(1_000_000);
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ReplyQueue replies = requesting.openReplyQueue(reply -> seen.complete(text(reply)));
                Subscription ignored = responding.subscribe(QUEUE, 1, delivery -> {
                    responding.publish(Message.reply(delivery.message(), body.getBytes(UTF_8)));
                    return Settlement.ACCEPT;
                })) {
            requesting.publish(request(replies, "large"));
            assertThat(seen.get(2, TimeUnit.MINUTES)).isEqualTo(body);
        }
    }

    @Test
    void aReplyToNobodyHurtsNobody() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ReplyQueue gone = requesting.openReplyQueue(reply -> seen.add("gone"));
        gone.close();
        gone.close();
        try (ReplyQueue replies = requesting.openReplyQueue(reply -> seen.add(reply.correlationId()));
                Subscription ignored = responding.subscribe(QUEUE, 1, delivery -> echo(responding, delivery))) {
            requesting.publish(request(gone, "lost"));
            requesting.publish(request(replies, "found"));
            Eventually.holds(() -> assertThat(seen).containsExactly("found"));
        }
    }

    @Test
    void aListenerThatThrowsGetsTheNextReplyAllTheSame() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ReplyQueue replies = requesting.openReplyQueue(reply -> {
                    seen.add(reply.correlationId());
                    throw new IllegalStateException("thrown by the contract suite on purpose");
                });
                Subscription ignored = responding.subscribe(QUEUE, 1, delivery -> echo(responding, delivery))) {
            requesting.publish(request(replies, "1"));
            requesting.publish(request(replies, "2"));
            Eventually.holds(() -> assertThat(seen).containsExactlyInAnyOrder("1", "2"));
        }
    }

    @Test
    void replyQueuesOpenAndCloseUnderLoad() throws Exception {
        try (Subscription ignored = responding.subscribe(QUEUE, 4, delivery -> echo(responding, delivery))) {
            List<Integer> answered = Together.run(6, thread -> () -> {
                int answers = 0;
                for (int i = 0; i < 8; i++) {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    try (ReplyQueue replies = requesting.openReplyQueue(reply -> answer.complete(text(reply)))) {
                        requesting.publish(request(replies, "r-" + thread + "-" + i));
                        answers += answer.get(2, TimeUnit.MINUTES).startsWith("echo of r-") ? 1 : 0;
                    }
                }
                return answers;
            });
            assertThat(answered).containsOnly(8);
        }
    }

    private static Message request(ReplyQueue replies, String id) {
        Instant deadline = Instant.now().plus(Duration.ofDays(400));
        return Message.request(QUEUE, id.getBytes(UTF_8), id, replies.name(), deadline);
    }

    private static Settlement echo(Broker broker, Delivery delivery) {
        byte[] body = ("echo of " + text(delivery.message())).getBytes(UTF_8);
        broker.publish(Message.reply(delivery.message(), body));
        return Settlement.ACCEPT;
    }

    private static String text(Message message) {
        return new String(message.body(), UTF_8);
    }
}
