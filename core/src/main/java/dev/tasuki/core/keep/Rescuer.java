package dev.tasuki.core.keep;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Claims;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from consumers that died: a claim whose lease has lapsed goes back to the queue, its
 * attempt counted. Should the consumer be alive after all, its next heartbeat or commit is refused.
 * Any number of processes may do it.
 */
public final class Rescuer {
    private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);
    private static final int BATCH = 200;
    private static final int MANY = 1000;

    private final TaskStore store;
    private final RetryPolicy retries;
    private final Telemetry telemetry;
    private final OutageLog absence = new OutageLog("the rescuer");

    public Rescuer(TaskStore store, RetryPolicy retries, Telemetry telemetry) {
        this.store = store;
        this.retries = retries;
        this.telemetry = telemetry;
    }

    /** Takes every lapsed claim; true if there was one. A store that is away ends it until the next time. */
    public boolean run() {
        try {
            List<TaskRow> lapsed = store.due(new Due.Lapsed(BATCH));
            OutageLog.each(lapsed, row -> take(row, "its lease has lapsed"), "a task whose lease has lapsed");
            absence.goesOn();
            return !lapsed.isEmpty();
        } catch (Refusal away) {
            absence.waits(away);
            return false;
        }
    }

    /**
     * Gives back every claim, lapsed or not, except those of foreign consumers. For a process that owns the
     * store alone and has just started: every claim is its predecessor's. Call it before consumers start.
     */
    public void takeOver() {
        List<TaskRow> started = started();
        while (!started.isEmpty()) {
            started.forEach(row -> take(row, "the process that ran it has ended"));
            started = started();
        }
    }

    private List<TaskRow> started() {
        TaskQuery query = TaskQuery.newest(TaskFilter.of(Set.of(TaskState.TASK_STARTED)), MANY);
        return store.list(query.brief()).stream()
                .filter(row -> !ForeignRuns.foreign(row))
                .toList();
    }

    private void take(TaskRow row, String why) {
        if (store.apply(ending(row))) {
            telemetry.count(Telemetry.Count.RESCUED);
            LOG.warn(
                    "task {} taken from {}: {} (attempt {} of {}){}",
                    row.id(),
                    row.lease().owner(),
                    why,
                    row.lease().attempts(),
                    retries.attempts(),
                    row.lease().attempts() < Claims.SUSPECT
                            ? ""
                            : "; it may be what ends its processes: it waits until nothing else does");
        }
    }

    private Transition ending(TaskRow row) {
        long epoch = row.lease().epoch();
        if (row.cancelRequested()) {
            return new Transition.Stopped(row.id(), epoch);
        }
        if (row.lease().attempts() >= retries.attempts()) {
            return new Transition.Fail(
                    row.id(),
                    epoch,
                    new Outcome.Failed(
                            RefusalCode.TOO_MANY_ATTEMPTS,
                            Claims.tooMany(row.lease().attempts())));
        }
        return new Transition.GiveBack(row.id(), epoch, Duration.ZERO, true);
    }
}
