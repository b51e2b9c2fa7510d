package dev.tasuki.adapters.sqs;

import dev.tasuki.core.base.Sha256;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages, those for one queue together as they come. Thread-safe. */
final class Outbox {
    private static final int LANES = 2;
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int GROUP_LENGTH = 32;

    private final SqsClients clients;
    private final ClaimChecks claims;
    private final Map<String, Batches<SendMessageBatchRequestEntry>> lanes = new ConcurrentHashMap<>();

    Outbox(SqsClients clients, ClaimChecks claims) {
        this.clients = clients;
        this.claims = claims;
    }

    /** Sends it; done when SQS has it on several machines. Ends with {@link EntryFailed} or a refusal if it has not. */
    CompletableFuture<Boolean> send(SqsQueues.Target target, Envelope envelope) {
        return send(target, envelope, null, 0);
    }

    /** The same, delivered after this many seconds at the soonest, which a FIFO queue does not know. */
    CompletableFuture<Boolean> sendLater(SqsQueues.Target target, Envelope envelope, int seconds) {
        return send(target, envelope, null, seconds);
    }

    /** Sends a reply to one inbox of the process that reads the queue. */
    CompletableFuture<Boolean> reply(SqsQueues.Target target, Envelope envelope, String inbox) {
        return send(target, envelope, inbox, 0);
    }

    private CompletableFuture<Boolean> send(
            SqsQueues.Target target, Envelope envelope, @Nullable String inbox, int delay) {
        Envelope.Wire wire = claims.wire(target, envelope, inbox);
        SendMessageBatchRequestEntry.Builder entry = SendMessageBatchRequestEntry.builder()
                .messageBody(wire.body())
                .messageAttributes(Map.of(
                        Envelope.ATTRIBUTE,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(wire.attribute())
                                .build()));
        if (target.plan().fifo()) {
            // Never the task's id: within five minutes SQS would swallow what is published anew.
            entry.messageDeduplicationId(UUID.randomUUID().toString()).messageGroupId(group(target, envelope));
        } else if (delay > 0) {
            entry.delaySeconds(delay);
        }
        return lanes.computeIfAbsent(target.url(), url -> batches(target)).add(entry.build(), wire.bytes());
    }

    /** Each task is its own group, so that none waits for another; so is each dead letter. */
    private static String group(SqsQueues.Target target, Envelope envelope) {
        String group = target.plan().use() == QueuePlan.Use.DEAD_LETTERS
                ? UUID.randomUUID().toString()
                : envelope.message().correlationId();
        return Sha256.hex(group.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .substring(0, GROUP_LENGTH);
    }

    private Batches<SendMessageBatchRequestEntry> batches(SqsQueues.Target target) {
        return new Batches<>(
                new Batches.Terms("sqs-send-" + target.name(), LANES, Duration.ZERO, TRIES, PATIENCE, false),
                entries -> send(target, entries));
    }

    private Map<Integer, EntryFailed> send(SqsQueues.Target target, List<SendMessageBatchRequestEntry> entries) {
        List<SendMessageBatchRequestEntry> numbered = IntStream.range(0, entries.size())
                .mapToObj(
                        i -> entries.get(i).toBuilder().id(Integer.toString(i)).build())
                .toList();
        SendMessageBatchResponse answer = clients.call(
                Action.SEND,
                target.name(),
                () -> clients.calls()
                        .sendMessageBatch(r -> r.queueUrl(target.url()).entries(numbered)));
        Map<Integer, EntryFailed> failed = failures(
                entries.size(),
                answer.successful().stream()
                        .map(taken -> Integer.parseInt(taken.id()))
                        .toList());
        answer.failed().forEach(entry -> failed.put(Integer.parseInt(entry.id()), EntryFailed.of(entry)));
        clients.metrics().carried(Action.SEND, entries.size(), failed.size());
        return failed;
    }

    /** What the answer does not say to have gone well has not. */
    static Map<Integer, EntryFailed> failures(int entries, List<Integer> well) {
        Map<Integer, EntryFailed> failed = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            if (!well.contains(i)) {
                failed.put(i, new EntryFailed("no word", "the answer does not name it", false));
            }
        }
        return failed;
    }

    /** Waits until everything is sent, or given up. */
    void close(Duration patience) {
        lanes.values().forEach(lane -> {
            try {
                lane.awaitEmpty(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
