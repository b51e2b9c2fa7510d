package dev.tasuki.app.adapter;

import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.util.List;
import java.util.Optional;

/**
 * What calls of a foreign task queue are taken with.
 *
 * @param fleet whose programs call
 * @param work what they are made of
 * @param rows the result store
 * @param here this process
 */
public record CallMeans(Fleet fleet, Work work, TaskStore rows, Here here) {
    /**
     * How the programs of a foreign task queue meet this process, beside their broker.
     *
     * @param queues in which calls come
     * @param name of this process among that queue's workers
     * @param backend where they look for results
     * @param prefix what the keys of their broker begin with; empty for nothing
     * @param habits the rest
     */
    public record Fleet(List<String> queues, String name, Backend backend, String prefix, Habits habits) {
        public Fleet {
            queues = List.copyOf(queues);
        }

        /** The same with other queues. */
        public Fleet with(List<String> others) {
            return new Fleet(others, name, backend, prefix, habits);
        }
    }

    /**
     * How this process behaves in a fleet.
     *
     * @param routes queues of calls that name none, in the order in which they are tried
     * @param shutdown true if it shuts down when a program of the fleet says so
     */
    public record Habits(List<Route> routes, boolean shutdown) {
        public Habits {
            routes = List.copyOf(routes);
        }
    }

    /**
     * Where a foreign program looks for results.
     *
     * @param url a server; empty: each client has a queue of its own, or what fits the broker
     * @param queues true if it is the queues, whatever the broker
     */
    public record Backend(Optional<AdapterUrl> url, boolean queues) {}

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
