package dev.tasuki.core.base;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Transition;

/** A task store that tells {@link TaskEvents} of every change made through it. */
public record WatchedTaskStore(TaskStore store, TaskEvents events) implements ForwardingTaskStore {
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
}
