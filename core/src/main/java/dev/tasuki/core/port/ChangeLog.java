package dev.tasuki.core.port;

import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * The changes of all tasks in one order. The transaction that moves a row adds the line, so that each change
 * of {@link TaskStore} is here exactly once, and none that did not happen. Safe for any number of threads and
 * processes. A store that cannot be reached throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>A reader keeps the version that it has come to:
 *
 * <pre>{@code
 * long version = log.span().newest();
 * while (true) {
 *     ChangePage page = log.since(version, 1000);
 *     page.changes().forEach(this::handle);
 *     version = page.upTo();
 * }
 * }</pre>
 */
public interface ChangeLog {
    /**
     * The changes after a version, at most {@code limit}. With many writers a smaller version may commit after
     * a greater one. So a page ends before a version that is missing, until it is certain that nobody will
     * bring it: at once where the store can tell, after ten seconds elsewhere. A reader therefore misses nothing.
     */
    ChangePage since(long version, int limit);

    /** The changes of the task with exactly this id after a version, at most {@code limit}. */
    ChangePage of(TaskId task, long version, int limit);

    /** What there is. */
    ChangeSpan span();

    /**
     * Removes the lines from before this time, and the oldest of those beyond {@code most}; the newest line
     * always stays. At most 1,000 in one go.
     *
     * @return how many there were
     */
    int prune(Instant before, long most);

    /**
     * Calls when there may be new changes, soon after each, until closed; and once when it begins, since what came
     * before is not told of. Calls come from one thread of the log's own; one that lasts long delays the next, and
     * changes meanwhile are one call. A call may be missed, so a listener also looks by itself now and then.
     *
     * @return empty if the store cannot tell
     */
    default Optional<Watching> watch(Runnable changed) {
        return Optional.empty();
    }

    /** A listener is called until this is closed. */
    @FunctionalInterface
    interface Watching extends AutoCloseable {
        /** Returns once no call is under way. */
        @Override
        void close();
    }
}
