package dev.tasuki.core.run;

import dev.tasuki.core.base.OutageLog;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends tasks that no consumer has claimed by the time they expire, also where no consumer is. Any
 * number of processes may do it; the leader does.
 */
public final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final int BATCH = 200;

    private final TaskStore store;
    private final Telemetry telemetry;

    public Expiry(TaskStore store, Telemetry telemetry) {
        this.store = store;
        this.telemetry = telemetry;
    }

    /** Ends those there are now; a store that is away ends it until the next time. */
    public void run() {
        try {
            List<TaskRow> expired = store.due(new Due.Expired(BATCH));
            List<TaskRow> before = List.of();
            while (!expired.equals(before)) {
                OutageLog.each(expired, row -> end(row, store, telemetry), "a task that has expired");
                before = expired;
                expired = expired.size() == BATCH ? store.due(new Due.Expired(BATCH)) : before;
            }
        } catch (Refusal away) {
            LOG.warn("tasks expire later: {}", away.detail());
        }
    }

    /** Ends this task if it has expired; false if it has not, or another process was quicker. */
    static boolean end(TaskRow row, TaskStore store, Telemetry telemetry) {
        if (row.spec().schedule().expires() == null) {
            return false;
        }
        String why = "no consumer had started the training by "
                + row.spec().schedule().expires() + ", when it expired; retry it to run it after all";
        boolean ended = store.apply(new Transition.Expire(row.id(), new Outcome.Failed(RefusalCode.TASK_EXPIRED, why)));
        if (ended) {
            telemetry.count(Telemetry.Count.TRAININGS_EXPIRED);
            LOG.warn("task {}, model {}: TASK_ERROR task_expired: {}", row.id(), row.id(), why);
        }
        return ended;
    }
}
