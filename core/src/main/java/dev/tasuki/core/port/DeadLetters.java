package dev.tasuki.core.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discarded messages of a broker, kept until somebody has looked at them. Safe for any number of
 * threads and processes; of two who act on one letter at once, one finds it gone. Throws as
 * {@link Broker} does.
 */
public interface DeadLetters {
    /** Of a broker that keeps none. */
    DeadLetters NONE = new DeadLetters() {
        @Override
        public List<DeadLetter> list(String queue, int limit) {
            return List.of();
        }

        @Override
        public List<String> ids(String queue, int limit) {
            return List.of();
        }

        @Override
        public long count(String queue) {
            return 0;
        }

        @Override
        public boolean retry(String queue, String id, byte @Nullable [] body) {
            return false;
        }

        @Override
        public boolean remove(String queue, String id) {
            return false;
        }
    };

    /**
     * Those that were taken from the queue, oldest first, at most {@code limit}; of bodies what
     * {@link DeadLetter#shown} leaves, so that a list is bounded in bytes. A queue keeps
     * {@link dev.tasuki.core.task.Limits#DEAD_LETTERS}: beyond that the oldest is dropped.
     */
    List<DeadLetter> list(String queue, int limit);

    /**
     * The ids of the same letters, without their bodies.
     *
     * <p>Example: {@code letters.ids("queue.model.train", 10_000).forEach(id -> letters.retry(queue, id, null))}.
     */
    List<String> ids(String queue, int limit);

    /**
     * How many there are, as far as the broker knows without being made to show them: a broker may count late, and leave
     * out those at which somebody looks. 0 for a queue that nobody has seen.
     *
     * <p>Example: {@code letters.count("queue.model.train")} for a metric that is read every few seconds.
     */
    long count(String queue);

    /**
     * Puts the letter back into its queue, as a durable message that wants no reply.
     *
     * @param body what to send in place of the letter's own body; null for that
     * @return false if there is no such letter (any more)
     */
    boolean retry(String queue, String id, byte @Nullable [] body);

    /** Removes the letter for good; false if there is no such letter (any more). */
    boolean remove(String queue, String id);
}
