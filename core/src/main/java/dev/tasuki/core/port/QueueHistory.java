package dev.tasuki.core.port;

import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How queues were over time. The leader writes it, once a minute; the process that leads next goes on where the last sample
 * ended. Durable when a method returns. Safe for any number of threads and processes. A store that cannot be reached
 * throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>The last hour of a queue, minute by minute:
 *
 * <pre>{@code
 * List<QueueSample> hour = history.list("queue.model.train", Step.MINUTE, now.minus(Duration.ofHours(1)), now);
 * }</pre>
 */
public interface QueueHistory {
    /** Puts samples, all or none; each replaces the one of the same queue, step and time. */
    void put(List<QueueSample> samples);

    /** The latest sample of the queue. */
    Optional<QueueSample> newest(String queue, Step step);

    /** The queue's samples that begin in this span, its end excluded, oldest first, {@link #MOST} at most. */
    List<QueueSample> list(String queue, Step step, Instant from, Instant until);

    /**
     * Removes samples of all queues that begin before this time, at most 1,000 in one go.
     *
     * @return how many there were
     */
    int prune(Step step, Instant before);

    /** Samples in one list: more than there are minutes in a day. */
    int MOST = 1_500;
}
