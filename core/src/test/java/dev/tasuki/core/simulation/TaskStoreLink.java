package dev.tasuki.core.simulation;

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

/** The task store as one process reaches it; what takes effect there is seen by the checker. */
final class TaskStoreLink implements TaskStore {
    private final FaultyLink link;
    private final TaskStore rows;
    private final InvariantChecker checker;
    private final SimulatedProcess process;

    TaskStoreLink(FaultyLink link, TaskStore rows, InvariantChecker checker, SimulatedProcess process) {
        this.link = link;
        this.rows = rows;
        this.checker = checker;
        this.process = process;
    }

    @Override
    public Acceptance accept(NewTask task) {
        return link.call(
                "tasks.accept " + task.id(),
                () -> rows.accept(task),
                acceptance -> acceptance.getClass().getSimpleName() + " "
                        + acceptance.row().id());
    }

    @Override
    public Optional<TaskRow> find(TaskId id) {
        return link.call(
                "tasks.find " + id,
                () -> rows.find(id),
                row -> row.map(TraceText::of).orElse("none"));
    }

    @Override
    public Optional<String> report(TaskId id) {
        return link.call("tasks.report " + id, () -> rows.report(id), report -> report.isPresent() ? "one" : "none");
    }

    @Override
    public List<TaskRow> list(TaskQuery query) {
        return link.call("tasks.list", () -> rows.list(query), found -> found.size() + " rows");
    }

    @Override
    public List<TaskRow> due(Due due) {
        return link.call("tasks.due " + due.getClass().getSimpleName(), () -> rows.due(due), TraceText::of);
    }

    @Override
    public TaskCounts counts() {
        return link.call("tasks.counts", rows::counts, counts -> "counted");
    }

    @Override
    public boolean apply(Transition transition) {
        boolean applied = link.call(
                "tasks.apply " + TraceText.of(transition),
                () -> checker.apply(process, transition, rows),
                String::valueOf);
        if (!applied && transition instanceof Transition.Heartbeat beat) {
            checker.refused(beat, process);
        }
        return applied;
    }

    @Override
    public int markPublished(List<Transition.Published> marks) {
        return link.call(
                "tasks.markPublished " + marks.size(),
                () -> (int) marks.stream()
                        .filter(mark -> checker.apply(process, mark, rows))
                        .count(),
                String::valueOf);
    }
}
