package dev.tasuki.core.base;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces outside of this process each state that it moved a task to, on a thread of its own: no
 * task waits for an announcement or fails with one. What cannot be announced, or comes while
 * {@value #WAITING} others wait, is dropped and counted; the truth is the row. A running task that
 * is cancelled may be announced as cancelled twice. Thread-safe.
 */
public final class Announcements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final int WAITING = 1000;
    private static final Duration LAST_ONES = Duration.ofSeconds(3);
    private static final Move END = new Move(new TaskId("end"), TaskState.TASK_RECEIVED);

    private final TaskStore tasks;
    private final Outlet outlet;
    private final Telemetry telemetry;
    private final TaskEvents.Listening listening;
    private final BlockingQueue<Move> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;

    private record Move(TaskId id, TaskState state) {}

    /** Where announcements go. Called by one thread. */
    @FunctionalInterface
    public interface Outlet {
        /**
         * Announces a task.
         *
         * @param row as it is now; it may have moved on
         * @param state that it was moved to
         * @return false if it could not be announced
         */
        boolean announce(TaskRow row, TaskState state);
    }

    /** Announces from now on. */
    public Announcements(TaskStore tasks, TaskEvents events, Outlet outlet, Telemetry telemetry) {
        this.tasks = tasks;
        this.outlet = outlet;
        this.telemetry = telemetry;
        this.thread = Thread.ofPlatform().daemon().name("tasuki-announcements").start(this::work);
        this.listening = events.listenToMoves(this::moved);
    }

    private void moved(TaskId id, TaskState state) {
        if (!waiting.offer(new Move(id, state))) {
            telemetry.count(Telemetry.Count.EVENTS_DROPPED);
        }
    }

    private void work() {
        try {
            for (Move next = waiting.take(); next != END; next = waiting.take()) {
                announce(next);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Move move) {
        boolean announced = false;
        try {
            Optional<TaskRow> row = tasks.find(move.id());
            if (row.isPresent() && onlyAskedToStop(move, row.get())) {
                return;
            }
            announced = row.isPresent() && outlet.announce(row.get(), move.state());
        } catch (Refusal away) {
            LOG.debug("{} of task {} not announced: {}", move.state(), move.id(), away.detail());
        } catch (RuntimeException defect) {
            LOG.error("{} of task {} not announced", move.state(), move.id(), defect);
        }
        telemetry.count(announced ? Telemetry.Count.EVENTS_ANNOUNCED : Telemetry.Count.EVENTS_DROPPED);
    }

    private static boolean onlyAskedToStop(Move move, TaskRow row) {
        return move.state() == TaskState.TASK_CANCELLED && !row.state().terminal();
    }

    /** Announces what happened until now, for some seconds at most. */
    @Override
    public void close() {
        listening.close();
        try {
            if (!waiting.offer(END, LAST_ONES.toMillis(), TimeUnit.MILLISECONDS) || !thread.join(LAST_ONES)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
