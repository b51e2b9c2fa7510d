package dev.tasuki.core.base;

import dev.tasuki.core.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells listeners of this process that a task's row or progress has changed, so that nobody here
 * need ask the store again and again. It is a hint: listeners read the row. Thread-safe.
 */
public final class TaskEvents {
    private final List<Consumer<TaskId>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger watches = new AtomicInteger();

    /** Calls the listener, on the thread that made the change, until closed; it must not block or throw. */
    public Listening listen(Consumer<TaskId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Watches one task; changes from now on are not missed. */
    public Watch watch(TaskId id) {
        return new Watch(this, id);
    }

    /** True while somebody here waits for a change of one task. */
    public boolean watched() {
        return watches.get() > 0;
    }

    /** Says that the task has changed. */
    public void changed(TaskId id) {
        for (Consumer<TaskId> listener : listeners) {
            listener.accept(id);
        }
    }

    /** Ends a listener's calls. */
    @FunctionalInterface
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for changes of one task. For one thread. */
    public static final class Watch implements AutoCloseable {
        private final Semaphore changes = new Semaphore(0);
        private final Listening listening;
        private final AtomicInteger watches;

        private Watch(TaskEvents events, TaskId id) {
            watches = events.watches;
            watches.incrementAndGet();
            listening = events.listen(changed -> {
                if (changed.value().equalsIgnoreCase(id.value())) {
                    changes.release();
                }
            });
        }

        /** Returns at the first change since the last call, or when the patience is over: true if there was one. */
        public boolean await(Duration patience) throws InterruptedException {
            boolean changed = changes.tryAcquire(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
            if (changed) {
                changes.drainPermits();
            }
            return changed;
        }

        @Override
        public void close() {
            listening.close();
            watches.decrementAndGet();
        }
    }
}
