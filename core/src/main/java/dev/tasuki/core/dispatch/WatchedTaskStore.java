package dev.tasuki.core.dispatch;

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

/** A task store that tells {@link TaskEvents} of every change made through it. */
public final class WatchedTaskStore implements TaskStore {
    private final TaskStore store;
    private final TaskEvents events;

    public WatchedTaskStore(TaskStore store, TaskEvents events) {
        this.store = store;
        this.events = events;
    }

    @Override
    public Acceptance accept(NewTask task) {
        Acceptance acceptance = store.accept(task);
        if (acceptance instanceof Acceptance.Created created) {
            events.changed(created.row().id());
        }
        return acceptance;
    }

    @Override
    public boolean apply(Transition transition) {
        boolean applied = store.apply(transition);
        if (applied) {
            events.changed(transition.id());
        }
        return applied;
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
}
