package dev.tasuki.adapters.celery;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.use.Tasks;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls off calls. Tasks that came another way than through Celery are not touched. Thread-safe. */
final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final TaskStore rows;
    private final Tasks tasks;
    private final RevokedIds ids;

    Revocations(TaskStore rows, Tasks tasks, RevokedIds ids) {
        this.rows = rows;
        this.tasks = tasks;
        this.ids = ids;
    }

    RevokedIds ids() {
        return ids;
    }

    /**
     * Calls it off: one that waits is cancelled, one that comes later is not begun.
     *
     * @param terminate true: one that runs is stopped, too; false: it goes on
     * @return true if it was stopped while it ran
     */
    boolean revoke(String id, boolean terminate) {
        ids.add(id);
        try {
            Optional<TaskRow> row = row(id);
            boolean runs = row.isPresent() && row.get().state() == TaskState.TASK_STARTED;
            boolean waits = row.isPresent() && row.get().state() == TaskState.TASK_RECEIVED;
            if (waits || runs && terminate) {
                cancel(row.get().id());
            }
            return runs && terminate;
        } catch (Refusal away) {
            LOG.warn("call {} could not be called off, and is not begun if it comes: {}", id, away.detail());
            return false;
        }
    }

    /** True if the id was called off and no task has it. */
    boolean before(String id) {
        return ids.contains(id) && row(id).isEmpty();
    }

    /** A run that was called off and not stopped is not begun again once it was given back. */
    void hear(Change change) {
        if (change.kind() == Change.Kind.RECEIVED && ids.contains(change.task().value())) {
            Thread.startVirtualThread(() -> revoke(change.task().value(), false));
        }
    }

    private Optional<TaskRow> row(String id) {
        try {
            return rows.find(new TaskId(id)).filter(Revocations::throughCelery);
        } catch (InvalidRequest illegal) {
            return Optional.empty();
        }
    }

    private static boolean throughCelery(TaskRow row) {
        Origin origin = row.spec().origin();
        return origin != null && origin.protocol().equals(CallOrigin.PROTOCOL);
    }

    private void cancel(TaskId id) {
        try {
            tasks.cancel(id);
        } catch (NotFound | NotReady ended) {
            LOG.debug("call {} ended before it was called off: {}", id, ended.detail());
        }
    }
}
