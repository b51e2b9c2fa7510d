package dev.tasuki.core.use;

import dev.tasuki.core.base.TaskEvents;
import dev.tasuki.core.foreign.ForeignRuns;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.Run;
import dev.tasuki.core.run.Runs;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskCounts;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks at tasks, waits for them, cancels them and has them finished early. Thread-safe. */
public final class Tasks {
    /** A row that is waited for is read when it changes, and this often should the news be late. */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** How soon a wait notices that it is to end. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    /** When to ask again for what a waiting task cannot do yet. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TaskStore store;
    private final TaskEvents events;
    private final Runs runs;

    public Tasks(TaskStore store, TaskEvents events, Runs runs) {
        this.store = store;
        this.events = events;
        this.runs = runs;
    }

    /** The task, with the progress of this moment if it runs in this process. Throws {@link NotFound}. */
    public TaskRow find(TaskId id) {
        return live(stored(id));
    }

    /**
     * The task once it has ended, or as it is when the patience is over. Blocks: call it on a virtual
     * thread. Returns early if the thread is interrupted. Throws {@link NotFound}.
     */
    public TaskRow await(TaskId id, Duration patience) {
        return await(id, patience, () -> false);
    }

    /** The same that returns early once {@code ended} holds. */
    public TaskRow await(TaskId id, Duration patience, BooleanSupplier ended) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (TaskEvents.Watch watch = events.watch(id)) {
            while (true) {
                TaskRow row = find(id);
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (row.state().terminal() || !left.isPositive() || ended.getAsBoolean()) {
                    return row;
                }
                awaitChange(watch, left.compareTo(POLL) < 0 ? left : POLL, ended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return find(id);
        }
    }

    /** Waits in short stretches that cost nothing, as a wait may have to end early. */
    private static void awaitChange(TaskEvents.Watch watch, Duration patience, BooleanSupplier ended)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean changed = false;
        while (!changed && !ended.getAsBoolean() && System.nanoTime() < deadline) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            changed = watch.await(left.compareTo(GLANCE) < 0 ? left : GLANCE);
        }
    }

    /** Newest first. */
    public List<TaskRow> list(TaskQuery query) {
        return store.list(query).stream().map(this::live).toList();
    }

    /** How many tasks there are, and how long the first of them waits. */
    public TaskCounts counts() {
        return store.counts();
    }

    /**
     * Cancels a waiting task, or asks a running one to stop: its row changes when it has. Cancelling
     * a cancelled task changes nothing. Throws {@link NotFound}; {@link NotReady} with
     * {@code wrong_state} if it ended otherwise.
     */
    public TaskRow cancel(TaskId id) {
        TaskRow before = stored(id);
        boolean asked = store.apply(new Transition.Cancel(before.id()));
        if (asked) {
            runs.cancel(before.id());
        }
        TaskRow now = asked ? find(id) : before.state().terminal() ? before : stored(id);
        if (!asked && now.state() != TaskState.TASK_CANCELLED) {
            throw wrongState(now, "cannot be cancelled: it has ended");
        }
        return now;
    }

    /**
     * Asks a running task to end with what it has: the trees or rounds that are there become its model. The
     * request outlives the process that runs it. Asking again changes nothing. Throws {@link NotFound};
     * {@link NotReady} with {@code wrong_state} if it does not run, is being cancelled, or runs where nobody can be
     * asked.
     */
    public TaskRow finish(TaskId id) {
        TaskRow before = stored(id);
        if (ForeignRuns.foreign(before)) {
            throw wrongState(
                    before,
                    "cannot be finished: a foreign consumer trains it, which takes no requests; wait for it, or cancel it");
        }
        boolean asked = store.apply(new Transition.Finish(before.id()));
        if (asked) {
            runs.finish(before.id());
        }
        TaskRow now = asked ? find(id) : stored(id);
        boolean finishing =
                now.finishRequested() && !now.cancelRequested() && !now.state().terminal();
        if (!asked && !finishing) {
            throw notFinished(now);
        }
        return now;
    }

    private static NotReady notFinished(TaskRow row) {
        String why = "cannot be finished: ";
        return switch (row.state()) {
            case TASK_RECEIVED -> {
                String detail = "it has not begun, so there is nothing to keep; finish it once it runs, or cancel it";
                yield new NotReady(RefusalCode.WRONG_STATE, state(row, why + detail), SOON);
            }
            case TASK_STARTED -> wrongState(row, why + "it was cancelled and stops");
            case TASK_COMPLETED -> wrongState(row, why + "it has ended, and its model is there");
            case TASK_ERROR, TASK_CANCELLED -> wrongState(row, why + "it has ended");
        };
    }

    private TaskRow stored(TaskId id) {
        return store.find(id).orElseThrow(() -> new NotFound(RefusalCode.TASK_NOT_FOUND, "there is no task " + id));
    }

    private TaskRow live(TaskRow row) {
        Optional<Run> run = row.state() == TaskState.TASK_STARTED ? runs.of(row.id()) : Optional.empty();
        return run.filter(r -> r.epoch() == row.lease().epoch())
                .map(r -> row.with(r.progress()))
                .orElse(row);
    }

    private static NotReady wrongState(TaskRow row, String why) {
        return NotReady.ended(RefusalCode.WRONG_STATE, state(row, why));
    }

    private static String state(TaskRow row, String why) {
        return "task " + row.id() + " is in state " + row.state() + " and " + why;
    }
}
