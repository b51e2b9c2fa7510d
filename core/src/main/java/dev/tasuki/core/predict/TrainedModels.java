package dev.tasuki.core.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which artifact a model's id stands for. A completed row never changes, but it can be deleted: so
 * what was read is believed for five seconds, or until this process hears of a change, and longer only
 * while the store of rows is away. Thread-safe.
 */
public final class TrainedModels {
    private static final Duration BELIEVED = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(2);
    /** The longest wait that is advised before a training that is scheduled: clients that sleep so long wake up. */
    private static final Duration FURTHEST = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final TaskStore tasks;
    private final InstantSource clock;
    private final Strangers strangers;
    private final Cache<String, Reading> known =
            Caffeine.newBuilder().maximumSize(100_000).executor(Runnable::run).build();

    private record Reading(Artifact artifact, Instant until) {}

    /** Knows of models that no row tells of, because foreign programs made them. */
    @FunctionalInterface
    public interface Strangers {
        /** Where such a model is stored; empty if there is none. May throw {@link Unavailable}. */
        Optional<String> key(ModelId id);
    }

    /** For a process whose queues no other make of program shares. */
    public TrainedModels(TaskStore tasks, TaskEvents events, InstantSource clock) {
        this(tasks, events, clock, id -> Optional.empty());
    }

    public TrainedModels(TaskStore tasks, TaskEvents events, InstantSource clock, Strangers strangers) {
        this.tasks = tasks;
        this.clock = clock;
        this.strangers = strangers;
        events.listen(id -> known.invalidate(id.folded()));
    }

    /**
     * The artifact. Throws {@link NotFound} with {@code model_not_found}, with {@code model_failed} if its
     * training ended without a model, or with {@code model_foreign} if it is stored in a form that is
     * not ours; {@link NotReady} with {@code model_not_ready} while its training goes on.
     */
    Artifact artifact(ModelId id) {
        String folded = new TaskId(id.value()).folded();
        Reading before = known.getIfPresent(folded);
        Instant now = clock.instant();
        if (before != null && now.isBefore(before.until)) {
            return before.artifact;
        }
        Artifact artifact = read(id, before);
        known.put(folded, new Reading(artifact, now.plus(BELIEVED)));
        return artifact;
    }

    private Artifact read(ModelId id, @Nullable Reading before) {
        try {
            return artifact(row(id));
        } catch (Unavailable away) {
            if (before == null) {
                throw away;
            }
            return before.artifact;
        } catch (NotFound | NotReady changed) {
            known.invalidate(new TaskId(id.value()).folded());
            throw changed;
        }
    }

    private TaskRow row(ModelId id) {
        return tasks.find(new TaskId(id.value()))
                .filter(row -> row.spec().kind() == TaskKind.TRAIN)
                .orElseThrow(() -> strangers
                        .key(id)
                        .map(key -> foreign(id.value(), key))
                        .orElseGet(() -> new NotFound(
                                RefusalCode.MODEL_NOT_FOUND,
                                "there is no model " + id + "; train it with POST /train first")));
    }

    private Artifact artifact(TaskRow row) {
        return switch (row.outcome()) {
            case Outcome.Completed done -> readable(row, done.artifact());
            case Outcome.Failed failed ->
                throw failed(row, "failed (" + failed.code().text() + ": " + failed.detail() + ")");
            case Outcome.Cancelled cancelled -> throw failed(row, "was cancelled");
            case null -> throw notReady(row);
        };
    }

    private NotReady notReady(TaskRow row) {
        Duration ahead = Duration.between(clock.instant(), row.spec().runAt());
        if (row.state() == TaskState.TASK_RECEIVED && ahead.isPositive()) {
            return new NotReady(
                    RefusalCode.MODEL_NOT_READY,
                    "model " + row.id() + " is not ready: its training is due at "
                            + row.spec().runAt() + " and has not begun; ask again after that",
                    ahead.compareTo(FURTHEST) > 0 ? FURTHEST : ahead);
        }
        return new NotReady(
                RefusalCode.MODEL_NOT_READY,
                "model " + row.id() + " is not ready: its training is in state " + row.state() + ", "
                        + Math.round(row.progress().fraction() * 100) + " % done; try again",
                remaining(row));
    }

    /** A foreign consumer's artifact, such as a pickle, is not ours to read: that would be to run it. */
    private static Artifact readable(TaskRow row, Artifact artifact) {
        if (!Keys.ours(artifact.key())) {
            throw foreign(row.id().value(), artifact.key());
        }
        return artifact;
    }

    private static NotFound foreign(String id, String key) {
        return new NotFound(
                RefusalCode.MODEL_FOREIGN,
                "model " + id + " was made by a foreign consumer and is stored as " + key
                        + ", which Tasuki does not read, and no consumer of that kind took the request; "
                        + "start one, or train anew");
    }

    private static NotFound failed(TaskRow row, String how) {
        return new NotFound(
                RefusalCode.MODEL_FAILED,
                "model " + row.id() + " was not made, its training " + how + "; mend that and train again");
    }

    /** From how far the run has come in its time so far. */
    private Duration remaining(TaskRow row) {
        Instant started = row.times().started();
        double fraction = row.progress().fraction();
        if (row.state() != TaskState.TASK_STARTED || started == null || fraction < 0.06) {
            return SOON;
        }
        long spent = Math.max(0, Duration.between(started, clock.instant()).toMillis());
        long left = (long) (spent / fraction * (1 - fraction));
        return Duration.ofMillis(Math.clamp(left, 1_000, LONGEST.toMillis()));
    }
}
