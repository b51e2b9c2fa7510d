package dev.tasuki.adapters.sqs;

import dev.tasuki.core.port.BrokerStatus.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How many messages the queues have. SQS counts roughly and late, and each question costs a call, so it is asked at most
 * once a second. Thread-safe.
 */
final class SqsStatus {
    /** For how long an answer is good. */
    static final Duration AGE = Duration.ofSeconds(1);

    private final SqsQueues queues;
    private final InstantSource clock;
    private final Duration age;
    private final ReentrantLock asking = new ReentrantLock();
    /** When messages of a FIFO queue are delivered again: SQS delays them as if they were in hand. */
    private final Map<String, Queue<Instant>> resting = new ConcurrentHashMap<>();

    private Map<String, Counts> last = Map.of();
    private long askAt = System.nanoTime();

    private record Counts(long ready, long unsettled) {}

    SqsStatus(SqsQueues queues, InstantSource clock, Duration age) {
        this.queues = queues;
        this.clock = clock;
        this.age = age;
    }

    /** A message of this FIFO queue comes again then. */
    void rests(SqsQueues.Target target, Instant due) {
        resting.computeIfAbsent(target.queue(), name -> new ConcurrentLinkedQueue<>())
                .add(due);
    }

    /**
     * Of each queue that this process has used.
     *
     * @param consuming the queues that subscriptions of this process are on, each as often as there are
     */
    List<QueueStatus> of(Collection<String> consuming) {
        return counts().entrySet().stream()
                .map(entry -> new QueueStatus(
                        entry.getKey(),
                        entry.getValue().ready(),
                        entry.getValue().unsettled(),
                        (int) consuming.stream().filter(entry.getKey()::equals).count()))
                .toList();
    }

    private Map<String, Counts> counts() {
        asking.lock();
        try {
            if (System.nanoTime() - askAt >= 0) {
                Map<String, Counts> seen = new LinkedHashMap<>();
                queues.used().forEach(target -> seen.put(target.queue(), ask(target)));
                last = seen;
                askAt = System.nanoTime() + age.toNanos();
            }
            return last;
        } finally {
            asking.unlock();
        }
    }

    private Counts ask(SqsQueues.Target target) {
        Map<QueueAttributeName, String> seen = queues.attributes(
                target,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        long hidden = number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        long rests = Math.min(hidden, resting(target.queue()));
        return new Counts(
                number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                        + number(seen, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
                        + rests,
                hidden - rests);
    }

    private long resting(String queue) {
        Queue<Instant> due = resting.get(queue);
        if (due == null) {
            return 0;
        }
        Instant now = clock.instant();
        due.removeIf(time -> !time.isAfter(now));
        return due.size();
    }

    /** A number among the attributes; 0 if it is none. */
    static long number(Map<QueueAttributeName, String> seen, QueueAttributeName name) {
        String text = seen.getOrDefault(name, "0");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
