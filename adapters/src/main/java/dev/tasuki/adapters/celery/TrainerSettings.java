package dev.tasuki.adapters.celery;

import java.time.Duration;
import java.util.List;

/**
 * How trainings are given to a fleet's workers.
 *
 * @param fleet their broker, where they put results, and this process's name among them
 * @param tasks names or globs of the tasks that trainings may be given to, at least one
 * @param routes the queues that they are taken from
 */
public record TrainerSettings(CelerySettings fleet, List<String> tasks, CeleryRoutes routes, Timing timing) {
    public TrainerSettings {
        tasks = List.copyOf(tasks);
        if (fleet.broker() instanceof CelerySettings.Redis) {
            results(fleet);
        }
    }

    /** Where workers of a fleet keep states; one whose broker is a Redis keeps them in a Redis. */
    static RedisPlace results(CelerySettings fleet) {
        RedisPlace results = fleet.results();
        if (results == null) {
            throw new IllegalArgumentException(
                    "workers over a Redis keep the states of trainings in a Redis, not in rpc");
        }
        return results;
    }

    String node() {
        return fleet.node();
    }

    /**
     * How long to wait for what.
     *
     * @param look how often a worker that tells nothing is asked whether it still has the task
     * @param looks after as many of those without a word of the task the worker is taken for dead
     * @param farewell how long a task that was told to stop is waited for
     * @param glance how often a run looks whether it is to stop
     */
    public record Timing(Duration look, int looks, Duration farewell, Duration glance) {
        /** Asked once a minute, dead after three, five seconds to stop, ten looks a second. */
        public static final Timing STANDARD =
                new Timing(Duration.ofSeconds(60), 3, Duration.ofSeconds(5), Duration.ofMillis(100));
    }
}
