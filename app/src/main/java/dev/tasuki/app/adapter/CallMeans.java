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
 * @param fleet the programs that call
 * @param work what they are made of
 * @param rows the result store
 * @param here this process
 */
public record CallMeans(Fleet fleet, Work work, TaskStore rows, Here here) {
    /**
     * Those who call, as the settings have them.
     *
     * @param queues in which calls come
     * @param name of this process among their workers
     * @param routes queues of further calls, in the order in which they are tried
     * @param shutdown true if it shuts down when they say so
     */
    public record Fleet(List<String> queues, String name, List<Route> routes, boolean shutdown) {
        public Fleet {
            queues = List.copyOf(queues);
            routes = List.copyOf(routes);
        }
    }

    /**
     * Where calls of a task go.
     *
     * @param pattern a task's name, or a glob of such names
     */
    public record Route(String pattern, String queue) {}

    /** The use cases. */
    public record Work(Trainings trainings, Predictions predictions, Tasks tasks) {}

    /**
     * This process.
     *
     * @param owner its name in claims
     * @param workers how many trainings run here at once
     * @param shutdown ends it in good order, and returns at once
     */
    public record Here(Runs runs, String owner, int workers, RetryPolicy retries, Runnable shutdown) {}
}
