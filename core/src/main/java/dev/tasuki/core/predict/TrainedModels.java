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
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
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

    private final TaskStore tasks;
    private final InstantSource clock;
    private final ModelStates states;
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
        this.states = new ModelStates(clock);
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
            TaskRow row = row(id);
            return readable(row, states.artifact(row));
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
}
