package dev.tasuki.app.adapter;

import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.util.List;

/**
 * What calls of a foreign task queue are taken with.
 *
 * @param queues in which they come
 * @param name of this process among that queue's workers
 * @param work what they are made of
 * @param rows the result store
 * @param here this process
 */
public record CallMeans(List<String> queues, String name, Work work, TaskStore rows, Here here) {
    /** The use cases. */
    public record Work(Trainings trainings, Predictions predictions, Tasks tasks) {}

    /**
     * This process.
     *
     * @param owner its name in claims
     */
    public record Here(Runs runs, String owner, RetryPolicy retries) {}
}
