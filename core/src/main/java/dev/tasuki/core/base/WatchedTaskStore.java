package dev.tasuki.core.base;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import org.jspecify.annotations.Nullable;

/** A task store that tells {@link TaskEvents} of every change made through it. */
public record WatchedTaskStore(TaskStore store, TaskEvents events) implements ForwardingTaskStore {
    @Override
    public Acceptance accept(NewTask task) {
        Acceptance acceptance = store.accept(task);
        if (acceptance instanceof Acceptance.Created created) {
            events.changed(created.row().id());
            events.moved(created.row().id(), TaskState.TASK_RECEIVED);
        }
        return acceptance;
    }

    @Override
    public boolean apply(Transition transition) {
        boolean applied = store.apply(transition);
        if (applied) {
            events.changed(transition.id());
            TaskState state = movedTo(transition);
            if (state != null) {
                events.moved(transition.id(), state);
            }
        }
        return applied;
    }

    /** The state after the transition; null if it leaves the state as it was, or no row. */
    private static @Nullable TaskState movedTo(Transition transition) {
        return switch (transition) {
            case Transition.Claim claim -> TaskState.TASK_STARTED;
            case Transition.Complete complete -> TaskState.TASK_COMPLETED;
            case Transition.Fail fail -> TaskState.TASK_ERROR;
            case Transition.GiveBack giveBack -> TaskState.TASK_RECEIVED;
            case Transition.Retry retry -> TaskState.TASK_RECEIVED;
            case Transition.Mend mend -> TaskState.TASK_RECEIVED;
            case Transition.Stopped stopped -> TaskState.TASK_CANCELLED;
            case Transition.Cancel cancel -> TaskState.TASK_CANCELLED;
            case Transition.Expire expire -> TaskState.TASK_ERROR;
            case Transition.Published published -> null;
            case Transition.Unpublish unpublish -> null;
            case Transition.Heartbeat heartbeat -> null;
            case Transition.Remove remove -> null;
        };
    }
}
