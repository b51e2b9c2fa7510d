package dev.tasuki.app.wiring;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.util.List;
import java.util.Optional;

/**
 * Accepts no task while the disk is nearly full: the room that is left is for those accepted before,
 * so that they can end. Thread-safe.
 */
record RoomyTaskStore(TaskStore store, DiskSpace disk) implements TaskStore {
    @Override
    public Acceptance accept(NewTask task) {
        disk.require();
        return store.accept(task);
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        return store.find(id);
    }

    @Override
    public List<TaskRow> list(TaskQuery query) {
        return store.list(query);
    }

    @Override
    public List<TaskRow> due(Due due) {
        return store.due(due);
    }

    @Override
    public TaskCounts counts() {
        return store.counts();
    }

    @Override
    public boolean apply(Transition transition) {
        return store.apply(transition);
    }
}
