package dev.tasuki.contracts;

import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Instant;
import java.util.List;

/** Tasks and outcomes for the suites. */
public final class TaskSamples {
    /** Text that breaks what is not UTF-8 throughout: accents, a quote, CJK, beyond the BMP, a newline. */
    public static final String UNICODE = "襷 «é» ' \" \\ % _ 🎏\n\t";

    /** An outcome of a run that made a model. */
    public static final Outcome.Completed COMPLETED = new Outcome.Completed(
            new Artifact("models/m/1.forest", "ab".repeat(32), 12_345_678_901L), "{\"rmse\":53.04}");

    /** The report of that run, as large as one of 3,000 held-out rows. */
    public static final String REPORT = "{\"sample\":\"" + "x".repeat(100_000) + UNICODE + "\"}";

    /** An outcome of a run that cannot succeed. */
    public static final Outcome.Failed FAILED =
            new Outcome.Failed(RefusalCode.INVALID_DATASET, "line 3, column 2: " + UNICODE);

    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private TaskSamples() {}

    /** The run made the model. */
    public static Transition complete(TaskId id, long epoch) {
        return new Transition.Complete(id, epoch, COMPLETED, REPORT);
    }

    /** A training that is due at once. */
    public static NewTask task(String id) {
        return new NewTask(new TaskId(id), spec("diabetes", List.of()), null);
    }

    /** The same with an idempotency key. */
    public static NewTask task(String id, String key, String fingerprint) {
        return new NewTask(new TaskId(id), spec("diabetes", List.of()), new IdempotencyKey(key, fingerprint));
    }

    /** A training of this dataset with these tags, due at once. */
    public static NewTask task(String id, String dataset, List<String> tags) {
        return new NewTask(new TaskId(id), spec(dataset, tags), null);
    }

    /** A training that is due at once and came from there. */
    public static NewTask taskFrom(String id, Origin origin) {
        return new NewTask(new TaskId(id), spec("diabetes", List.of()).from(origin), null);
    }

    /** A training that is due at {@code runAt}. */
    public static NewTask taskAt(String id, Instant runAt) {
        TaskSpec spec = spec("diabetes", List.of());
        return new NewTask(
                new TaskId(id),
                new TaskSpec(spec.kind(), spec.payload(), spec.dataset(), null, null, List.of(), runAt),
                null);
    }

    private static TaskSpec spec(String dataset, List<String> tags) {
        return new TaskSpec(
                TaskKind.TRAIN,
                "{\"dataset_id\":\"" + dataset + "\"}",
                new DatasetId(dataset),
                new DatasetPin("etag-1", 23_628),
                null,
                tags,
                LONG_AGO);
    }
}
