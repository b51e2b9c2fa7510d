package dev.tasuki.core.keep;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes orphans: artifacts of attempts that stored their bytes and then lost their claim,
 * checkpoints that nobody went on from, and what is left of a model whose removal broke off.
 *
 * <p>Cautious: of a task whose row is there it touches only what a consumer of ours writes, a day old, if
 * the task has ended and names another artifact or none. What has no row may belong to a row in another
 * database, or to a foreign consumer. It stays, unless a mark that is a day old says that it was to be
 * removed; the process that has the row takes the mark away long before. Something that another process was quicker
 * with ends one row, not the pass. Any number of processes may do it; the leader does.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration AGE = Duration.ofHours(24);
    /** Longer than a removal takes; short beside the time after which a mark is acted upon. */
    private static final Duration UNDER_WAY = Duration.ofHours(1);

    private static final int PAGE = 1_000;
    private static final TaskFilter ENDED =
            TaskFilter.of(Set.of(TaskState.TASK_COMPLETED, TaskState.TASK_ERROR, TaskState.TASK_CANCELLED));

    private static final Pattern REMOVAL = Pattern.compile("([^/]+)/model\\.removal");
    private static final Pattern ARTIFACT =
            Pattern.compile("([^/]+)/(\\d+\\.tasuki|\\d+\\.artifact|incoming/\\d+|\\d+-\\d+\\.checkpoint)");

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
            Instant now = clock.instant();
            List<StoredObject> stored = objects.list(keys.models());
            sweep(oldByTask(stored, now.minus(AGE)));
            List<StoredObject> settled = stored.stream()
                    .filter(object -> object.modified().isBefore(now.minus(UNDER_WAY)))
                    .toList();
            OutageLog.each(
                    settled,
                    object -> id(REMOVAL, object.key()).ifPresent(id -> finish(id, object, now.minus(AGE))),
                    "a removal");
        } catch (Refusal away) {
            LOG.warn("the sweeper waits: {}", away.detail());
        }
    }

    /** What consumers of ours wrote before this time, by the task it belongs to. */
    private Map<TaskId, List<StoredObject>> oldByTask(List<StoredObject> stored, Instant young) {
        Map<TaskId, List<StoredObject>> old = new HashMap<>();
        for (StoredObject object : stored) {
            if (object.modified().isBefore(young)) {
                id(ARTIFACT, object.key())
                        .ifPresent(id -> old.computeIfAbsent(id, task -> new ArrayList<>(1))
                                .add(object));
            }
        }
        return old;
    }

    /** Walks the rows beside the objects: one query for each page of rows, and one more for a task with an orphan. */
    private void sweep(Map<TaskId, List<StoredObject>> old) {
        OptionalLong before = OptionalLong.empty();
        while (!old.isEmpty()) {
            List<TaskRow> page = tasks.list(new TaskQuery(ENDED, before, PAGE).brief());
            OutageLog.each(page, row -> sweep(row, old.remove(row.id())), "the artifacts of a task");
            if (page.size() < PAGE) {
                return;
            }
            before = OptionalLong.of(page.getLast().seq());
        }
    }

    private void sweep(TaskRow row, @Nullable List<StoredObject> objectsOfTask) {
        if (objectsOfTask == null || objectsOfTask.stream().noneMatch(object -> orphaned(object, row))) {
            return;
        }
        // The page may be some time old: the task may have been tried again.
        Optional<TaskRow> now = tasks.find(row.id());
        if (now.isPresent()) {
            List<StoredObject> orphans = objectsOfTask.stream()
                    .filter(object -> orphaned(object, now.get()))
                    .toList();
            OutageLog.each(orphans, this::delete, "an artifact");
        }
    }

    private static boolean orphaned(StoredObject object, TaskRow row) {
        return row.state().terminal()
                && !(row.outcome() instanceof Outcome.Completed done
                        && done.artifact().key().equals(object.key()));
    }

    private Optional<TaskId> id(Pattern shape, String key) {
        Matcher matcher = shape.matcher(key.substring(keys.models().length()));
        try {
            return matcher.matches() ? Optional.of(new TaskId(matcher.group(1))) : Optional.empty();
        } catch (InvalidRequest foreignName) {
            return Optional.empty();
        }
    }

    /** Of a row that is there the removal did not happen; else what it left goes, the mark last. */
    private void finish(TaskId id, StoredObject mark, Instant young) {
        if (tasks.find(id).isPresent()) {
            objects.delete(mark.key());
            LOG.info("model {} was not removed after all", id);
        } else if (mark.modified().isBefore(young)) {
            List<StoredObject> left = objects.list(keys.model(id)).stream()
                    .filter(object -> !object.key().equals(mark.key()))
                    .toList();
            left.stream().filter(object -> object.modified().isBefore(young)).forEach(this::delete);
            if (left.stream().allMatch(object -> object.modified().isBefore(young))) {
                objects.delete(mark.key());
            }
        }
    }

    private void delete(StoredObject orphan) {
        objects.delete(orphan.key());
        LOG.info("orphan {} deleted, {} bytes", orphan.key(), orphan.size());
    }
}
