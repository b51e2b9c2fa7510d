package dev.tasuki.adapters.sqs;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The dead letters in the queue {@code <queue>-dead}. SQS has no way to look into a queue: messages are received, hidden
 * from others for seconds, and given back. Two processes that look at the same moment each see a part; in one process
 * they take turns. SQS keeps dead letters for 14 days, however many they are.
 */
final class SqsDeadLetters implements DeadLetters {
    private static final int MOST = Limits.DEAD_LETTERS.intValue();
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(5);
    /** Letters that are received within a second at least. */
    private static final int PACE = 100;
    /** A poll asks all machines of the queue; one that does not wait asks some. */
    private static final int WAIT_SECONDS = 1;
    /** Letters that come again, because the look takes longer than they are hidden, end it. */
    private static final int ANSWERS_WITHOUT_NEWS = 3;

    private final SqsClients clients;
    private final SqsQueues queues;
    private final SqsSubscription.Post post;
    private final ReentrantLock looking = new ReentrantLock();

    SqsDeadLetters(SqsSubscription.Means means) {
        this.clients = means.clients();
        this.queues = means.queues();
        this.post = means.post();
    }

    /**
     * A letter that was received.
     *
     * @param id SQS's name for it
     * @param at when it was discarded, or sent where nobody said so, in milliseconds
     */
    private record Seen(String id, String handle, Envelope envelope, long at) {
        long order() {
            Envelope.Death death = envelope.death();
            return death == null ? 0 : death.order();
        }
    }

    @Override
    public List<DeadLetter> list(String queue, int limit) {
        return looked(
                queue,
                limit,
                (dead, seen) ->
                        seen.stream().map(letter -> letter(queue, dead, letter)).toList());
    }

    @Override
    public List<String> ids(String queue, int limit) {
        return looked(queue, limit, (dead, seen) -> seen.stream().map(Seen::id).toList());
    }

    /** What is made of letters while they are hidden from others. */
    private interface Look<T> {
        List<T> of(SqsQueues.Target dead, List<Seen> letters);
    }

    private <T> List<T> looked(String queue, int limit, Look<T> look) {
        looking.lock();
        try {
            Optional<SqsQueues.Target> dead = queues.find(QueuePlan.dead(clients.settings(), queue));
            if (dead.isEmpty()) {
                return List.of();
            }
            Map<String, Seen> seen = receive(dead.get(), Math.min(limit, MOST), letter -> false);
            try {
                return look.of(
                        dead.get(),
                        seen.values().stream()
                                .sorted(Comparator.comparingLong(Seen::at).thenComparingLong(Seen::order))
                                .toList());
            } finally {
                giveBack(dead.get(), seen.values().stream());
            }
        } finally {
            looking.unlock();
        }
    }

    /** As roughly as SQS counts; with those that are hidden while somebody looks at them. */
    @Override
    public long count(String queue) {
        return queues.find(QueuePlan.dead(clients.settings(), queue))
                .map(queues::messages)
                .orElse(0L);
    }

    /** Confirmed in its queue before it is deleted here: a crash in between doubles it and loses nothing. */
    @Override
    public boolean retry(String queue, String id, byte @Nullable [] body) {
        if (body != null) {
            Message.durable(queue, body, "").checkSize();
        }
        return take(queue, id, (dead, letter) -> {
            Message old = letter.envelope().message();
            Message again = Message.durable(queue, body == null ? old.body() : body, old.correlationId())
                    .withHeaders(old.headers());
            String object = letter.envelope().object();
            Envelope sent = new Envelope(again, 0, 0, body == null ? object : null, null);
            SqsQueues.Target target = queues.of(queue);
            SqsBroker.await(post.outbox().send(target, sent), clients, Action.SEND, target);
            return body == null ? null : object;
        });
    }

    @Override
    public boolean remove(String queue, String id) {
        return take(queue, id, (dead, letter) -> letter.envelope().object());
    }

    /** What becomes of a letter before it is deleted. */
    private interface Use {
        /** The object that goes with the letter; null if there is none. */
        @Nullable
        String of(SqsQueues.Target dead, Seen letter);
    }

    private boolean take(String queue, String id, Use use) {
        looking.lock();
        try {
            Optional<SqsQueues.Target> found = queues.find(QueuePlan.dead(clients.settings(), queue));
            if (found.isEmpty()) {
                return false;
            }
            SqsQueues.Target dead = found.get();
            Map<String, Seen> seen = receive(dead, MOST, letter -> letter.id().equals(id));
            Seen letter = seen.remove(id);
            try {
                if (letter == null) {
                    return false;
                }
                String object = use.of(dead, letter);
                SqsBroker.await(post.settler().delete(dead, letter.handle()), clients, Action.DELETE, dead);
                if (object != null && ClaimChecks.owns(dead.plan(), object)) {
                    post.claims().delete(object);
                }
                return true;
            } finally {
                giveBack(dead, seen.values().stream());
            }
        } finally {
            looking.unlock();
        }
    }

    private Map<String, Seen> receive(SqsQueues.Target dead, int limit, Predicate<Seen> wanted) {
        Map<String, Seen> seen = new LinkedHashMap<>();
        int hidden = (int) SHORTEST_LOOK.toSeconds() + limit / PACE;
        int withoutNews = 0;
        while (seen.size() < limit && withoutNews < ANSWERS_WITHOUT_NEWS) {
            int before = seen.size();
            int most = Math.min(Batches.MOST, limit - before);
            List<Seen> letters = answer(dead, most, hidden);
            if (letters.isEmpty()) {
                break;
            }
            letters.forEach(letter -> seen.put(letter.id(), letter));
            if (letters.stream().anyMatch(wanted)) {
                break;
            }
            withoutNews = seen.size() == before ? withoutNews + 1 : 0;
        }
        return seen;
    }

    private List<Seen> answer(SqsQueues.Target dead, int most, int hidden) {
        return clients
                .call(
                        Action.RECEIVE,
                        dead.name(),
                        () -> clients.calls()
                                .receiveMessage(r -> r.queueUrl(dead.url())
                                        .maxNumberOfMessages(most)
                                        .waitTimeSeconds(WAIT_SECONDS)
                                        .visibilityTimeout(hidden)
                                        .messageAttributeNames(Envelope.ATTRIBUTE)
                                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
                                .messages())
                .stream()
                .map(message -> seen(dead.queue(), message))
                .toList();
    }

    private static Seen seen(String queue, software.amazon.awssdk.services.sqs.model.Message message) {
        Envelope.Wire wire = Reader.wire(message);
        Envelope envelope = Envelope.read(queue, message.messageId(), wire)
                .orElseGet(() -> Envelope.read(queue, message.messageId(), new Envelope.Wire(wire.body(), null))
                        .orElseThrow());
        String sent = message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0");
        Envelope.Death death = envelope.death();
        long at = death != null ? death.at() : sent.matches("\\d{1,15}") ? Long.parseLong(sent) : 0;
        return new Seen(message.messageId(), message.receiptHandle(), envelope, at);
    }

    private DeadLetter letter(String queue, SqsQueues.Target dead, Seen seen) {
        Message message = seen.envelope().message();
        String object = seen.envelope().object();
        Envelope.Death death = seen.envelope().death();
        ClaimChecks.Beginning body = object != null && ClaimChecks.owns(dead.plan(), object)
                ? post.claims()
                        .beginning(object, Limits.DEAD_LETTER_SHOWN.intValue() + 1)
                        .orElse(new ClaimChecks.Beginning(new byte[0], 0))
                : new ClaimChecks.Beginning(message.body(), message.body().length);
        return new DeadLetter(
                seen.id(),
                queue,
                DeadLetter.shown(body.bytes()),
                body.size(),
                message.correlationId(),
                death == null ? "" : death.reason(),
                death == null ? null : Instant.ofEpochMilli(death.at()));
    }

    private void giveBack(SqsQueues.Target dead, Stream<Seen> letters) {
        List<CompletableFuture<Boolean>> given = new ArrayList<>();
        letters.forEach(letter -> given.add(post.settler().visibleAfter(dead, letter.handle(), Duration.ZERO)));
        // What cannot be given back comes by itself a few seconds later.
        CompletableFuture.allOf(given.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .join();
    }
}
