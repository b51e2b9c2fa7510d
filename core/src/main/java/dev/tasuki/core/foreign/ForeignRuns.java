package dev.tasuki.core.foreign;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trainings that a foreign consumer has begun. Such a consumer touches no row and holds no
 * lease, so its row is TASK_STARTED with owner {@value #OWNER} and a lease that never lapses. It is
 * complete when an object appears below the model's prefix. The consumer's measurements cannot be
 * read, so the metrics are empty. If the broker delivers the message again, to a consumer of ours, the
 * foreign consumer has lost it and ours takes the task over. Any number of processes may watch; the leader does.
 *
 * <p>Rows are read when the change log has told of a start or a cancel, and every minute in case the news was missed.
 * In between only the object store is asked, once for each foreign run: objects appear without a change of a row.
 * {@link #look} is for one thread, the rest is thread-safe.
 */
public final class ForeignRuns {
    /** Who holds the claim, for the row. */
    public static final String OWNER = "foreign consumer";

    private static final Logger LOG = LoggerFactory.getLogger(ForeignRuns.class);
    private static final Duration NEVER_LAPSES = Duration.ofDays(36_500);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final String NOTHING_KNOWN = "{}";
    private static final int BATCH = 200;
    private static final Duration REFRESH = Duration.ofMinutes(1);

    private final TaskStore tasks;
    private final ObjectStore objects;
    private final Keys keys;
    private final InstantSource clock;
    private final BooleanSupplier leads;
    private final OutageLog outages = new OutageLog("the watch over foreign runs");
    private final Set<TaskId> unnoted = ConcurrentHashMap.newKeySet();
    /** True if there may be runs, or cancels of them, that are not among the watched. */
    private volatile boolean news = true;

    private Instant refresh = Instant.MIN;
    private List<TaskRow> watched = List.of();

    /** Watched by this process, leader or not. */
    public ForeignRuns(TaskStore tasks, ObjectStore objects, Keys keys, InstantSource clock) {
        this(tasks, objects, keys, clock, () -> true);
    }

    /**
     * Runs whose rows are noted by this process.
     *
     * @param leads true while it is for this process to watch what becomes of all of them
     */
    public ForeignRuns(TaskStore tasks, ObjectStore objects, Keys keys, InstantSource clock, BooleanSupplier leads) {
        this.leads = leads;
        this.tasks = tasks;
        this.objects = objects;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A foreign consumer has said that it has this task's message. Should the store be away, the next
     * {@link #look} notes it: nobody says it twice.
     */
    public void begun(TaskId id) {
        try {
            note(id);
        } catch (Unavailable away) {
            unnoted.add(id);
            LOG.info("task {} was started by a foreign consumer; noted later: {}", id, away.detail());
        }
    }

    /** Hears of each change in the log. */
    public void hear(Change change) {
        if (change.kind() == Change.Kind.STARTED || change.kind() == Change.Kind.CANCEL_REQUESTED) {
            news = true;
        }
    }

    private void note(TaskId said) {
        Optional<TaskRow> waiting = tasks.find(said).filter(row -> row.state() == TaskState.TASK_RECEIVED);
        if (waiting.isEmpty()) {
            return;
        }
        TaskId id = waiting.get().id();
        long epoch = waiting.get().lease().epoch();
        if (tasks.apply(new Transition.Claim(id, epoch, OWNER, NEVER_LAPSES))) {
            Progress silent = new Progress(0, "fitting", "started by a foreign consumer, which reports no progress");
            tasks.apply(new Transition.Heartbeat(id, epoch + 1, NEVER_LAPSES, silent));
            news = true;
            LOG.info("task {} started by a foreign consumer", id);
        }
    }

    /** The row as it is after one of ours got the message of a task that a foreign consumer had begun. */
    public static TaskRow takenOver(TaskRow row, TaskStore tasks) {
        boolean foreign = foreign(row);
        if (!foreign) {
            return row;
        }
        if (tasks.apply(new Transition.GiveBack(row.id(), row.lease().epoch(), Duration.ZERO, false))) {
            LOG.info("task {} taken from a foreign consumer: the broker delivered it again", row.id());
        }
        return tasks.find(row.id()).orElse(row);
    }

    /** Looks at every foreign run once, if this process leads; a store that is away ends it until the next time. */
    public void look() {
        try {
            for (TaskId id : unnoted) {
                note(id);
                unnoted.remove(id);
            }
            if (leads.getAsBoolean()) {
                watch();
            }
            outages.goesOn();
        } catch (Refusal away) {
            outages.waits(away);
        }
    }

    private void watch() {
        if (news || !clock.instant().isBefore(refresh)) {
            news = false;
            try {
                watched = started();
            } catch (Refusal away) {
                news = true;
                throw away;
            }
            refresh = clock.instant().plus(REFRESH);
        }
        List<TaskRow> going = new ArrayList<>();
        OutageLog.each(
                watched,
                row -> ending(row).ifPresentOrElse(end -> news |= !tasks.apply(end), () -> going.add(row)),
                "a foreign run");
        watched = List.copyOf(going);
    }

    /** The foreign runs there are, as their rows say. */
    private List<TaskRow> started() {
        List<TaskRow> foreign = new ArrayList<>();
        OptionalLong before = OptionalLong.empty();
        List<TaskRow> page;
        do {
            page = tasks.list(new TaskQuery(TaskFilter.of(Set.of(TaskState.TASK_STARTED)), before, BATCH).brief());
            for (TaskRow row : page) {
                if (foreign(row)) {
                    foreign.add(row);
                }
                before = OptionalLong.of(row.seq());
            }
        } while (page.size() == BATCH);
        return List.copyOf(foreign);
    }

    /** True while a foreign consumer runs the task. */
    public static boolean foreign(TaskRow row) {
        return row.state() == TaskState.TASK_STARTED && OWNER.equals(row.lease().owner());
    }

    private Optional<Transition> ending(TaskRow row) {
        long epoch = row.lease().epoch();
        Optional<Artifact> artifact = artifact(row.id());
        if (artifact.isPresent()) {
            LOG.info(
                    "task {}: model {} TASK_COMPLETED by a foreign consumer, stored at {}",
                    row.id(),
                    row.id(),
                    artifact.get().key());
            return Optional.of(new Transition.Complete(
                    row.id(), epoch, new Outcome.Completed(artifact.get(), NOTHING_KNOWN), NOTHING_KNOWN, ""));
        }
        if (row.cancelRequested()) {
            return Optional.of(new Transition.Stopped(row.id(), epoch));
        }
        Instant started = row.times().started();
        if (started != null && started.plus(LONGEST).isBefore(clock.instant())) {
            String why = "a foreign consumer took the training and stored no model within " + LONGEST.toHours()
                    + " hours; look into its log, then retry the task";
            return Optional.of(
                    new Transition.Fail(row.id(), epoch, new Outcome.Failed(RefusalCode.DEADLINE_EXCEEDED, why)));
        }
        return Optional.empty();
    }

    /** Where a foreign consumer stored the model, whether there is a row or not; empty if it did not. */
    public Optional<String> stored(TaskId id) {
        return theirs(id).stream().map(StoredObject::key).findFirst();
    }

    private List<StoredObject> theirs(TaskId id) {
        return objects.list(keys.model(id)).stream()
                .filter(object -> !Keys.ours(object.key()))
                .toList();
    }

    /**
     * What a foreign consumer put below the model's prefix, hashed; empty if nothing yet, or it went
     * again. An attempt of ours that was given back may have left something there, too.
     */
    private Optional<Artifact> artifact(TaskId id) {
        for (StoredObject object : theirs(id)) {
            MessageDigest digest = Sha256.digest();
            try (ObjectReader reader = objects.open(object.key());
                    InputStream content = new DigestInputStream(reader.content(), digest)) {
                long size = content.transferTo(java.io.OutputStream.nullOutputStream());
                return Optional.of(new Artifact(object.key(), Sha256.hexOf(digest), size));
            } catch (NotFound gone) {
                LOG.debug("{} went while it was looked at", object.key());
            } catch (IOException broken) {
                LOG.info("{} could not be read to its end; later again", object.key(), broken);
            }
        }
        return Optional.empty();
    }
}
