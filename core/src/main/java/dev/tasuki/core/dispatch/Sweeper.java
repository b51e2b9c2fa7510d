package dev.tasuki.core.dispatch;

import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes orphans: artifacts of attempts that stored their bytes and then lost their claim, and
 * checkpoints that nobody went on from.
 * Cautious: it touches only what a consumer of ours writes, a day old, of a task whose row is there, has
 * ended, and names another artifact or none. What a foreign consumer stored, or what belongs to a
 * row in another database, stays.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration AGE = Duration.ofHours(24);
    private static final Pattern ARTIFACT = Pattern.compile("([^/]+)/(\\d+\\.tasuki|\\d+-\\d+\\.checkpoint)");

    private final TaskStore tasks;
    private final ObjectStore objects;
    private final Keys keys;
    private final InstantSource clock;

    public Sweeper(TaskStore tasks, ObjectStore objects, Keys keys, InstantSource clock) {
        this.tasks = tasks;
        this.objects = objects;
        this.keys = keys;
        this.clock = clock;
    }

    /** Deletes the orphans there are now; a store that is away ends it until the next time. */
    public void run() {
        try {
            Instant young = clock.instant().minus(AGE);
            objects.list(keys.models()).stream()
                    .filter(object -> object.modified().isBefore(young))
                    .filter(this::orphaned)
                    .forEach(this::delete);
        } catch (Refusal away) {
            LOG.warn("the sweeper waits: {}", away.detail());
        }
    }

    private boolean orphaned(StoredObject object) {
        return row(object.key())
                .filter(row -> row.state().terminal())
                .filter(row -> !(row.outcome() instanceof Outcome.Completed done
                        && done.artifact().key().equals(object.key())))
                .isPresent();
    }

    private Optional<TaskRow> row(String key) {
        Matcher artifact = ARTIFACT.matcher(key.substring(keys.models().length()));
        try {
            return artifact.matches() ? tasks.find(new TaskId(artifact.group(1))) : Optional.empty();
        } catch (InvalidRequest foreignName) {
            return Optional.empty();
        }
    }

    private void delete(StoredObject orphan) {
        objects.delete(orphan.key());
        LOG.info("orphan {} deleted, {} bytes", orphan.key(), orphan.size());
    }
}
