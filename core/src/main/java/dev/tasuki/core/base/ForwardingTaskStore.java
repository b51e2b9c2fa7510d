package dev.tasuki.core.base;

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

/** A task store in front of another one: what it does not do otherwise is passed on. */
public interface ForwardingTaskStore extends TaskStore {
    /** The one behind it. */
    TaskStore store();

    @Override
    default Acceptance accept(NewTask task) {
        return store().accept(task);
    }

    @Override
    default Optional<TaskRow> find(TaskId id) {
        return store().find(id);
    }

    @Override
    default Optional<String> report(TaskId id) {
        return store().report(id);
    }

    @Override
    default List<TaskRow> list(TaskQuery query) {
        return store().list(query);
    }

    @Override
    default List<TaskRow> due(Due due) {
        return store().due(due);
    }

    @Override
    default TaskCounts counts() {
        return store().counts();
    }

    @Override
    default boolean apply(Transition transition) {
        return store().apply(transition);
    }

    @Override
    default int markPublished(List<Transition.Published> marks) {
        return store().markPublished(marks);
    }
}
