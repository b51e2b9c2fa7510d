package dev.tasuki.core.port;

import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Transition;
import java.util.List;

/**
 * The task rows: the truth about every task. Each method is one transaction, durable when it
 * returns. Safe for any number of threads and processes. A store that cannot be reached throws
 * {@link dev.tasuki.core.task.Unavailable} with code {@code results_unavailable}.
 *
 * <p>A consumer claims a task, works, and says so; what a former owner of the claim does changes nothing:
 *
 * <pre>{@code
 * if (tasks.apply(new Transition.Claim(row.id(), row.lease().epoch(), "worker-1", lease))) {
 *     long epoch = row.lease().epoch() + 1;
 *     Outcome.Completed made = train(row);
 *     boolean mine = tasks.apply(new Transition.Complete(row.id(), epoch, made, report));
 * }
 * }</pre>
 */
public interface TaskStore extends TaskReader {
    /**
     * Inserts the row and its idempotency key, or tells which row was there before. Ids that differ by case
     * only name one task: the row keeps the spelling that came first.
     */
    Acceptance accept(NewTask task);

    /** Makes the change; false if no row has exactly this id, or it is not in a state it may start from. */
    boolean apply(Transition transition);

    /**
     * Marks many tasks as published, as {@link #apply} would mark each, in one transaction.
     *
     * @param marks any number, of different tasks
     * @return how many were in a state to be marked
     */
    int markPublished(List<Transition.Published> marks);
}
