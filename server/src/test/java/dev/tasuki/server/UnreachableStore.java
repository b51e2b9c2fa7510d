package dev.tasuki.server;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that can be made to be away, or to have a defect. */
final class UnreachableStore implements TaskStore {
    private final TaskStore store;
    private volatile boolean away;
    private volatile boolean defective;

    UnreachableStore(TaskStore store) {
        this.store = store;
    }

    void away() {
        away = true;
    }

    void defective() {
        defective = true;
    }

    private TaskStore reached() {
        if (defective) {
            throw new IllegalStateException("secret");
        }
        if (away) {
            throw new Unavailable(
                    RefusalCode.RESULTS_UNAVAILABLE, "the result store does not answer", Duration.ofMillis(1500));
        }
        return store;
    }

    @Override
    public Acceptance accept(NewTask task) {
        return reached().accept(task);
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        return reached().find(id);
    }

    @Override
    public Optional<String> report(TaskId id) {
        return reached().report(id);
    }

    @Override
    public List<TaskRow> list(TaskQuery query) {
        return reached().list(query);
    }

    @Override
    public List<TaskRow> due(Due due) {
        return reached().due(due);
    }

    @Override
    public TaskCounts counts() {
        return reached().counts();
    }

    @Override
    public boolean apply(Transition transition) {
        return reached().apply(transition);
    }

    @Override
    public int markPublished(List<Transition.Published> marks) {
        return reached().markPublished(marks);
    }
}
