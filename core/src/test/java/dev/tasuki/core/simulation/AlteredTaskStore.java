package dev.tasuki.core.simulation;

import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A task store with one of its methods replaced, for planted bugs. */
record AlteredTaskStore(
        TaskStore store,
        Function<NewTask, Acceptance> accepting,
        Function<Transition, Boolean> applying,
        Function<Due, List<TaskRow>> lookingFor,
        UnaryOperator<TaskRow> reading)
        implements ForwardingTaskStore {
    static AlteredTaskStore accepting(TaskStore store, BiFunction<TaskStore, NewTask, Acceptance> other) {
        return new AlteredTaskStore(
                store, task -> other.apply(store, task), store::apply, store::due, UnaryOperator.identity());
    }

    static AlteredTaskStore applying(TaskStore store, BiFunction<TaskStore, Transition, Boolean> other) {
        return new AlteredTaskStore(
                store, store::accept, change -> other.apply(store, change), store::due, UnaryOperator.identity());
    }

    static AlteredTaskStore lookingFor(TaskStore store, BiFunction<TaskStore, Due, List<TaskRow>> other) {
        return new AlteredTaskStore(
                store, store::accept, store::apply, due -> other.apply(store, due), UnaryOperator.identity());
    }

    @Override
    public Acceptance accept(NewTask task) {
        return accepting.apply(task);
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        return store.find(id).map(reading);
    }

    @Override
    public List<TaskRow> due(Due due) {
        return lookingFor.apply(due);
    }

    @Override
    public boolean apply(Transition transition) {
        return applying.apply(transition);
    }
}
