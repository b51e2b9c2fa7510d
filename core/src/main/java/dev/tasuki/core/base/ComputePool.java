package dev.tasuki.core.base;

import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few platform threads for work that only computes. On virtual threads it would keep their carriers,
 * of which there are as many as processors, and with them every other request. What waits for a thread
 * is bounded by count and by bytes. Thread-safe.
 *
 * <p>Example: {@code TrainRequest asked = pool.call(() -> TrainRequest.parse(body), body.length)}.
 */
public final class ComputePool implements AutoCloseable {
    /** A body of at most this many bytes is parsed on the caller's thread: handing it over would cost more. */
    public static final int SMALL = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ComputePool.class);

    private final Terms terms;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private long bytes;
    private int running;
    private boolean closed;

    private record Waiting(Runnable work, long bytes) {}

    /**
     * How much a pool does.
     *
     * @param name of its threads
     * @param threads how many work at once, at least 1; each is started when it is first needed
     * @param waiting how many pieces of work may wait for a thread
     * @param bytes how many bytes they may hold, those under way included; one alone may always
     */
    public record Terms(String name, int threads, int waiting, long bytes) {
        public Terms {
            if (threads < 1) {
                throw new IllegalArgumentException("threads " + threads + " is below 1");
            }
        }
    }

    public ComputePool(Terms terms) {
        this.terms = terms;
    }

    /** Takes the work if there is room for it; false: there is none, or the pool is closed. */
    public boolean offer(Runnable work, long size) {
        lock.lock();
        try {
            boolean first = running == 0 && waiting.isEmpty();
            int idling = terms.threads - running;
            boolean crowded = waiting.size() - idling >= terms.waiting;
            if (closed || (!first && (crowded || bytes + size > terms.bytes))) {
                return false;
            }
            waiting.add(new Waiting(work, size));
            bytes += size;
            if (waiting.size() > threads.size() - running && threads.size() < terms.threads) {
                threads.add(Thread.ofPlatform()
                        .daemon()
                        .name("tasuki-" + terms.name + "-" + threads.size())
                        .start(this::serve));
            }
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Computes on a thread of the pool and waits for it. Throws what the work throws; {@link TooBusy}
     * if too much waits; {@link Unavailable} if the caller is interrupted: the work is interrupted, too.
     */
    public <T extends @Nullable Object> T call(Supplier<T> work, long size) {
        Callable<T> callable = work::get;
        FutureTask<T> task = new FutureTask<>(callable);
        if (!offer(task, size)) {
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "as many large requests are being read as can be; try again",
                    Duration.ofSeconds(1));
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw givenUp();
        } catch (CancellationException e) {
            throw givenUp();
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private static Unavailable givenUp() {
        return new Unavailable(
                RefusalCode.SHUTTING_DOWN,
                "the request was given up before it was read; try again",
                Duration.ofSeconds(1));
    }

    private static RuntimeException thrown(ExecutionException e) {
        return switch (e.getCause()) {
            case Refusal refusal -> refusal;
            case RuntimeException defect -> defect;
            case Error error -> throw error;
            case null -> new IllegalStateException(e);
            default -> new IllegalStateException(e);
        };
    }

    private void serve() {
        for (Waiting next = take(); next != null; next = take()) {
            try {
                next.work.run();
            } catch (RuntimeException | Error e) {
                // A thread that ended here would be missing for as long as the process runs.
                LOG.error("work of the pool {} failed", terms.name, e);
            } finally {
                done(next);
            }
        }
    }

    private @Nullable Waiting take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            // An interrupt meant the work before.
            Thread.interrupted();
            running++;
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    private void done(Waiting work) {
        lock.lock();
        try {
            running--;
            bytes -= work.bytes;
            if (running == 0 && waiting.isEmpty()) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing waits or is under way; false if the time ran out. */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (running > 0 || !waiting.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, drops what waits, and interrupts what is under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.forEach(dropped -> {
                if (dropped.work instanceof FutureTask<?> called) {
                    called.cancel(false);
                }
            });
            waiting.clear();
            changed.signalAll();
            idle.signalAll();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
