package dev.tasuki.core.dispatch;

import dev.tasuki.core.base.Ticker;
import dev.tasuki.core.base.Ticker.Ticking;
import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where people deal with discarded messages: look, mend, try again, throw away. What failed as a task
 * is no dead letter but a row in TASK_ERROR. Thread-safe.
 */
public final class DeadLetterOffice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

    private final DeadLetters letters;
    private final Ticker ticker;
    private final Map<String, Retrying> busy = new ConcurrentHashMap<>();

    public DeadLetterOffice(DeadLetters letters, Ticker ticker) {
        this.letters = letters;
        this.ticker = ticker;
    }

    /** The queues that may have dead letters. */
    public static List<String> queues() {
        return Arrays.stream(TaskKind.values()).map(TaskKind::queue).toList();
    }

    /** Of one queue or all, oldest first in each, at most {@code limit}. Throws {@link NotFound}. */
    public List<DeadLetter> list(Optional<String> queue, int limit) {
        return queue.map(name -> List.of(known(name))).orElseGet(DeadLetterOffice::queues).stream()
                .flatMap(name -> letters.list(name, limit).stream())
                .limit(limit)
                .toList();
    }

    /** Puts a letter back into its queue, with another body if there is one. Throws {@link NotFound}. */
    public void retry(String queue, String id, byte @Nullable [] body) {
        if (!letters.retry(known(queue), id, body)) {
            throw absent(queue, id);
        }
        LOG.info("dead letter {} of {} is tried again{}", id, queue, body == null ? "" : ", mended");
    }

    /** Throws a letter away. Throws {@link NotFound}. */
    public void remove(String queue, String id) {
        if (!letters.remove(known(queue), id)) {
            throw absent(queue, id);
        }
        LOG.info("dead letter {} of {} removed", id, queue);
    }

    /**
     * Tries all letters of a queue again that are there now, in the background; a second call for the
     * same queue takes the place of the first. Throws {@link NotFound}.
     *
     * @param perSecond at least 1
     * @return how many there are
     */
    public int retryAll(String queue, int perSecond) {
        List<String> ids = letters.ids(known(queue), Limits.DEAD_LETTERS.intValue());
        Retrying retrying = new Retrying(queue, ids);
        Retrying before = busy.put(queue, retrying);
        if (before != null) {
            before.close();
        }
        retrying.start(Duration.ofSeconds(1).dividedBy(perSecond));
        LOG.info("{} dead letters of {} are tried again, {} a second", ids.size(), queue, perSecond);
        return ids.size();
    }

    /** The letters of one call of {@link #retryAll}. */
    private final class Retrying implements AutoCloseable {
        private final String queue;
        private final Queue<String> ids;
        private @Nullable Ticking ticking;
        private boolean ended;

        Retrying(String queue, List<String> ids) {
            this.queue = queue;
            this.ids = new ArrayDeque<>(ids);
        }

        synchronized void start(Duration pause) {
            if (ids.isEmpty()) {
                close();
            } else if (!ended) {
                ticking = ticker.every(pause, "dead-letters", this::next);
            }
        }

        /** One letter; a broker that is away ends it: the letters stay where they are. */
        private void next() {
            String id = ids.poll();
            try {
                if (id != null) {
                    letters.retry(queue, id, null);
                }
            } catch (Refusal away) {
                LOG.warn("{} dead letters of {} stay for now: {}", ids.size() + 1, queue, away.detail());
                ids.clear();
            }
            if (ids.isEmpty()) {
                close();
            }
        }

        /** Ends this call, and no later one that took its place. */
        @Override
        public void close() {
            busy.remove(queue, this);
            Ticking mine;
            synchronized (this) {
                ended = true;
                mine = ticking;
                ticking = null;
            }
            if (mine != null) {
                mine.close();
            }
        }
    }

    private static String known(String queue) {
        if (!queues().contains(queue)) {
            throw new NotFound(
                    RefusalCode.DEAD_LETTER_NOT_FOUND,
                    "there are no dead letters of that queue; there are those of " + String.join(" and ", queues()));
        }
        return queue;
    }

    private static NotFound absent(String queue, String id) {
        return new NotFound(
                RefusalCode.DEAD_LETTER_NOT_FOUND,
                "there is no dead letter \"" + Shown.of(id) + "\" of " + queue
                        + "; it may have been tried again or removed meanwhile");
    }

    /** Ends what goes on in the background. */
    @Override
    public void close() {
        busy.values().forEach(Retrying::close);
        busy.clear();
    }
}
