package dev.tasuki.core.dispatch;

import dev.tasuki.core.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that go on in this process, so that a cancel reaches one without the store's detour. Thread-safe. */
public final class Runs {
    private final Map<TaskId, Run> running = new ConcurrentHashMap<>();

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

    /** Asks every run to stop and give its task back. */
    void drain() {
        running.values().forEach(run -> run.stop(Run.Stop.DRAINED));
    }

    List<Run> all() {
        return List.copyOf(running.values());
    }

    /** A run of the same task that still goes on here has lost its claim to this one. */
    void add(Run run) {
        Run former = running.put(run.id(), run);
        if (former != null) {
            former.stop(Run.Stop.LEASE_LOST);
        }
    }

    void remove(Run run) {
        running.remove(run.id(), run);
    }
}
