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
     */
    public record Fleet(List<String> queues, String name, Backend backend, String prefix) {
        /** The same with other queues. */
        public Fleet with(List<String> others) {
            return new Fleet(others, name, backend, prefix);
        }
    }

    /**
     * Where a foreign program looks for results.
     *
     * @param url a server; empty: each client has a queue of its own, or what fits the broker
     * @param queues true if it is the queues, whatever the broker
     */
    public record Backend(Optional<AdapterUrl> url, boolean queues) {}

    /** The use cases. */
    public record Work(Trainings trainings, Predictions predictions, Tasks tasks) {}

    /**
     * This process.
     *
     * @param owner its name in claims
     */
    public record Here(Runs runs, String owner, RetryPolicy retries) {}
}
