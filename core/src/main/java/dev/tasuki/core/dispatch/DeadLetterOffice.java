package dev.tasuki.core.dispatch;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
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
    /** Most letters that are tried again in one go. */
    public static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);

    private final DeadLetters letters;
    private final Ticker ticker;
    private final Map<String, Ticker.Ticking> busy = new ConcurrentHashMap<>();

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
        Queue<String> ids = new ArrayDeque<>(
                letters.list(known(queue), MOST).stream().map(DeadLetter::id).toList());
        int count = ids.size();
        Ticker.Ticking before = busy.put(
                queue,
                ticker.every(Duration.ofSeconds(1).dividedBy(perSecond), "dead-letters", () -> next(queue, ids)));
        if (before != null) {
            before.close();
        }
        LOG.info("{} dead letters of {} are tried again, {} a second", count, queue, perSecond);
        return count;
    }

    /** One letter; a broker that is away ends it: the letters stay where they are. */
    private void next(String queue, Queue<String> ids) {
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
            Ticker.Ticking mine = busy.remove(queue);
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
        busy.values().forEach(Ticker.Ticking::close);
        busy.clear();
    }
}
