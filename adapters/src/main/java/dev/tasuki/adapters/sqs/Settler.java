package dev.tasuki.adapters.sqs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;

/**
 * Tells SQS how deliveries end or go on, those of one queue together. What cannot be told is tried again for as long as
 * the delivery is ours; after that the message comes again, which is harmless. Thread-safe.
 */
final class Settler {
    /** What an entry of these calls adds to their size, about. */
    private static final int ENTRY_BYTES = 1_024;

    private static final int LANES = 2;
    private static final Duration LINGER = Duration.ofMillis(20);
    private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);

    private final SqsClients clients;
    private final Map<String, Batches<String>> deletes = new ConcurrentHashMap<>();
    private final Map<String, Batches<Change>> changes = new ConcurrentHashMap<>();

    private record Change(String handle, int seconds) {}

    Settler(SqsClients clients) {
        this.clients = clients;
    }

    /** Removes the message. Ends with {@link EntryFailed} or a refusal if that is given up. */
    CompletableFuture<Boolean> delete(SqsQueues.Target target, String handle) {
        return deletes.computeIfAbsent(
                        target.url(), url -> new Batches<>(terms("delete", target), some -> delete(some, target)))
                .add(handle, ENTRY_BYTES);
    }

    /** Has SQS deliver the message again after this time, unless it is told otherwise before. */
    CompletableFuture<Boolean> visibleAfter(SqsQueues.Target target, String handle, Duration time) {
        Duration capped = time.compareTo(LONGEST_VISIBILITY) > 0 ? LONGEST_VISIBILITY : time;
        int seconds = (int) capped.plusMillis(999).toSeconds();
        return changes.computeIfAbsent(
                        target.url(), url -> new Batches<>(terms("visibility", target), some -> change(some, target)))
                .add(new Change(handle, seconds), ENTRY_BYTES);
    }

    private Batches.Terms terms(String what, SqsQueues.Target target) {
        return new Batches.Terms(
                "sqs-" + what + "-" + target.name(),
                LANES,
                LINGER,
                Integer.MAX_VALUE,
                clients.settings().timing().visibility(),
                true);
    }

    private Map<Integer, EntryFailed> delete(List<String> handles, SqsQueues.Target target) {
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, handles.size())
                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(handles.get(i))
                        .build())
                .toList();
        DeleteMessageBatchResponse answer = clients.call(
                Action.DELETE,
                target.name(),
                () -> clients.calls()
                        .deleteMessageBatch(r -> r.queueUrl(target.url()).entries(entries)));
        Map<Integer, EntryFailed> failed = Outbox.failures(
                entries.size(),
                answer.successful().stream()
                        .map(done -> Integer.parseInt(done.id()))
                        .toList());
        answer.failed().forEach(entry -> failed.put(Integer.parseInt(entry.id()), EntryFailed.of(entry)));
        clients.metrics().carried(Action.DELETE, entries.size(), failed.size());
        return failed;
    }

    private Map<Integer, EntryFailed> change(List<Change> wanted, SqsQueues.Target target) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = IntStream.range(0, wanted.size())
                .mapToObj(i -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(wanted.get(i).handle())
                        .visibilityTimeout(wanted.get(i).seconds())
                        .build())
                .toList();
        ChangeMessageVisibilityBatchResponse answer = clients.call(
                Action.VISIBILITY,
                target.name(),
                () -> clients.calls()
                        .changeMessageVisibilityBatch(
                                r -> r.queueUrl(target.url()).entries(entries)));
        Map<Integer, EntryFailed> failed = Outbox.failures(
                entries.size(),
                answer.successful().stream()
                        .map(done -> Integer.parseInt(done.id()))
                        .toList());
        answer.failed().forEach(entry -> failed.put(Integer.parseInt(entry.id()), EntryFailed.of(entry)));
        clients.metrics().carried(Action.VISIBILITY, entries.size(), failed.size());
        return failed;
    }

    /** Waits until everything is told, or given up. */
    void close(Duration patience) {
        try {
            for (Batches<String> lane : deletes.values()) {
                lane.awaitEmpty(patience);
            }
            for (Batches<Change> lane : changes.values()) {
                lane.awaitEmpty(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
