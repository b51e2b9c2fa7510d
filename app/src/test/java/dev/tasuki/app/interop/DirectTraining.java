package dev.tasuki.app.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.celery.CeleryRoutes;
import dev.tasuki.adapters.celery.CelerySettings;
import dev.tasuki.adapters.celery.CeleryTrainer;
import dev.tasuki.adapters.celery.RedisPlace;
import dev.tasuki.adapters.celery.TrainerSettings;
import dev.tasuki.core.run.RunControl;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Times;
import dev.tasuki.core.trainer.TrainerCall;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a trainer needs that is called without a server around it, so that a test may choose its times. */
final class DirectTraining {
    private DirectTraining() {}

    /**
     * A Celery worker.
     *
     * @param which its name, queue and number of processes
     */
    static Peer worker(Path directory, String broker, String which, String results) {
        return new Peer.Place(directory, variables(directory, broker, results))
                .module(
                        "celery",
                        ("-A celery_trainers worker -n %s@%%h -Q %s -c %s -l info"
                                        .formatted((Object[]) which.split(" ")))
                                .split(" "));
    }

    /** A program beside the worker, which knows its tasks. */
    static Peer script(Path directory, String broker, String results, String script, String argument) {
        return new Peer.Place(directory, variables(directory, broker, results)).python(script, argument);
    }

    private static Map<String, String> variables(Path directory, String broker, String results) {
        return Map.of(
                "RESULTS",
                results,
                "CELERY_BROKER_URL",
                broker,
                "OBJECTS",
                directory.resolve("tasuki-data/objects").toString(),
                "PYTHONPATH",
                Path.of("../interop/python").toAbsolutePath().normalize() + ":" + directory);
    }

    static TrainerSettings settings(String broker, String results, String queue, TrainerSettings.Timing timing) {
        return new TrainerSettings(
                new CelerySettings(
                        CelerySettings.broker(broker),
                        results.equals("rpc://") ? null : RedisPlace.parse(results),
                        List.of(),
                        "tasuki@it"),
                List.of("it.*"),
                new CeleryRoutes(List.of(new CeleryRoutes.Route("*", queue))),
                timing);
    }

    /** One attempt at a training by the task that waits for a file. */
    static TrainerCall call(long epoch, ObjectNode arguments) {
        Instant due = Instant.EPOCH;
        TaskSpec spec =
                new TaskSpec(TaskKind.TRAIN, "{}", new DatasetId("diabetes"), null, null, List.of(), Schedule.at(due));
        TaskRow row = new TaskRow(
                new TaskId("killed"),
                1,
                1,
                spec,
                TaskState.TASK_STARTED,
                Lease.NEVER,
                false,
                false,
                false,
                Progress.NONE,
                new Times(due, null, null, null),
                null);
        return new TrainerCall("celery:it.slow", row, epoch, arguments);
    }

    /** Of a training that goes on. */
    static final class NoRows implements CeleryTrainer.Rows {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void cancel(TaskId id) {
            throw new AssertionError(id + " was cancelled");
        }

        @Override
        public boolean ended(TaskId id) {
            return false;
        }
    }

    /** A run whose process shuts down. */
    static final class Drained implements RunControl {
        volatile boolean stopped;
        volatile String text = "";

        @Override
        public void report(Progress progress) {
            text = progress.text();
        }

        @Override
        public boolean stopped() {
            return stopped;
        }

        @Override
        public boolean givenBack() {
            return stopped;
        }
    }
}
