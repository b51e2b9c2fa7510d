package dev.tasuki.adapters.celery;

import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.use.Predictions;
import dev.tasuki.core.use.Tasks;
import dev.tasuki.core.use.Trainings;
import java.time.InstantSource;

/**
 * What calls are made of.
 *
 * @param here what runs in this process
 */
public record CeleryWork(Trainings trainings, Predictions predictions, Tasks tasks, TaskStore rows, Here here) {
    /**
     * This process.
     *
     * @param runs the trainings that go on here
     * @param owner its name in claims
     * @param node its name among Celery's workers
     * @param retries how soon a prediction is tried again while a part of Tasuki is away
     */
    public record Here(Runs runs, String owner, String node, RetryPolicy retries, InstantSource clock) {}
}
