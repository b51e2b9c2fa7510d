package dev.tasuki.core.use;

import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.port.ChangeLog;
import dev.tasuki.core.port.TaskReader;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.ChangeSpan;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells what happens to tasks, from any version on that the log still has. Thread-safe. */
public final class Events {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ChangeLog log;
    private final TaskReader tasks;
    private final ChangeTailer tailer;

    /** Events of these tasks, followed by the process's one tailer. */
    public Events(ChangeLog log, TaskReader tasks, ChangeTailer tailer) {
        this.log = log;
        this.tasks = tasks;
        this.tailer = tailer;
    }

    /** What came after a version, at most {@code limit} changes; see {@link ChangeLog#since}. */
    public ChangePage since(long version, int limit) {
        return log.since(version, limit);
    }

    /** What the log has. */
    public ChangeSpan span() {
        return log.span();
    }

    /** What happened to one task. Throws {@link NotFound} if there is neither its row nor a trace of it. */
    public ChangePage of(TaskId named, long version, int limit) {
        Optional<TaskRow> row = tasks.find(named);
        TaskId id = row.map(TaskRow::id).orElse(named);
        ChangePage page = log.of(id, version, limit);
        if (row.isEmpty() && page.changes().isEmpty()) {
            throw new NotFound(RefusalCode.TASK_NOT_FOUND, "there is no task " + named);
        }
        return page;
    }

    /** Calls with each page of new changes, until closed; the listener must not block. */
    public TaskEvents.Listening listen(Consumer<ChangePage> listener) {
        return tailer.listen(listener);
    }

    /** The version up to which listeners have heard all. Throws {@link Unavailable} until the store was reached once. */
    public long now() {
        return tailer.version()
                .orElseThrow(() -> new Unavailable(
                        RefusalCode.RESULTS_UNAVAILABLE,
                        "the log of changes has not been reached yet; try again",
                        SOON));
    }
}
