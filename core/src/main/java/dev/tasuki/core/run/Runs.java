package dev.tasuki.core.run;

import dev.tasuki.core.task.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The runs that go on in this process, so that a cancel reaches one without the store's detour. Thread-safe. */
public final class Runs {
    private final Map<TaskId, Run> running = new ConcurrentHashMap<>();
    private volatile Consumer<Set<TaskId>> listener = ids -> {};

    /** The run of this task, if it goes on here. */
    public Optional<Run> of(TaskId id) {
        return Optional.ofNullable(running.get(id));
    }

    /** How many go on. */
    public int size() {
        return running.size();
    }

    /** Asks the task's run to stop because it was cancelled; false if none goes on here. */
    public boolean cancel(TaskId id) {
        Run run = running.get(id);
        if (run == null) {
            return false;
        }
        run.stop(Run.Stop.CANCELLED);
        return true;
    }

    /** Asks the task's run to end with what it has, as was requested; false if none goes on here that was not asked before. */
    public boolean finish(TaskId id) {
        Run run = running.get(id);
        return run != null && run.finish(FinishReason.REQUESTED);
    }

    /** Asks every run to stop and give its task back. */
    public void drain() {
        running.values().forEach(run -> run.stop(Run.Stop.DRAINED));
    }

    /**
     * Ends the run that said it needs most memory, as this process has none left; the task of that run.
     * One that was stopped before is on its way out and not counted.
     */
    public Optional<TaskId> stopLargest() {
        Optional<Run> largest =
                running.values().stream().filter(run -> !run.stopped()).max(Comparator.comparingLong(Run::needs));
        largest.ifPresent(run -> run.stop(Run.Stop.OUT_OF_MEMORY));
        return largest.map(Run::id);
    }

    /** Calls with the tasks that run here, whenever they become others. */
    public void heardBy(Consumer<Set<TaskId>> other) {
        listener = other;
    }

    /** Those that go on now, in no order. */
    public List<Run> all() {
        return List.copyOf(running.values());
    }

    /** A run of the same task that still goes on here has lost its claim to this one. */
    void add(Run run) {
        Run former = running.put(run.id(), run);
        listener.accept(Set.copyOf(running.keySet()));
        if (former != null) {
            former.stop(Run.Stop.LEASE_LOST);
        }
    }

    void remove(Run run) {
        running.remove(run.id(), run);
        listener.accept(Set.copyOf(running.keySet()));
    }
}
