package dev.tasuki.learn.boost;

import dev.tasuki.learn.HelperThreads;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs short loops on several threads, one loop after the other. The calling thread takes part, so that
 * a loop ends also when no helper ever comes. Loops are given by one thread only.
 *
 * <p>Helpers look for the next loop for some microseconds before they sleep: the loops of a tree
 * follow each other closely.
 */
final class SharedLoops implements AutoCloseable {
    private static final int LOOKS_BEFORE_SLEEP = 2000;

    private static final long VALUES_WORTH_SHARING = 20_000;

    private final HelperThreads crew = new HelperThreads();
    private final Thread owner = Thread.currentThread();
    private final int threads;
    private volatile @Nullable Loop current;
    private volatile boolean closed;

    SharedLoops(BoostContext context) {
        this.threads = context.threads();
        try {
            for (int i = 1; i < threads; i++) {
                context.executor().execute(this::help);
            }
        } catch (RejectedExecutionException saturated) {
            // The calling thread does what nobody else does.
        }
    }

    /** How many threads there may be, the calling one included. */
    int threads() {
        return threads;
    }

    /** Runs the body once for each number from 0 to {@code count - 1}, in any order, and waits for all. */
    void each(int count, IntConsumer body) {
        each(count, Long.MAX_VALUE, body);
    }

    /** The same on the calling thread alone when there are too few values to look at. */
    void each(int count, long values, IntConsumer body) {
        if (threads == 1 || count < 2 || values < VALUES_WORTH_SHARING) {
            for (int i = 0; i < count; i++) {
                body.accept(i);
            }
            return;
        }
        Loop loop = new Loop(count, body);
        synchronized (this) {
            current = loop;
            notifyAll();
        }
        loop.work();
        loop.awaitAll();
        current = null;
        loop.throwFailure();
    }

    /** Lets the helpers go, and waits for those still at work. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        crew.dismiss();
    }

    private void help() {
        // An executor that runs its work at once would wait here for loops that never come.
        if (Thread.currentThread() == owner || !crew.join()) {
            return;
        }
        try {
            Loop done = null;
            for (Loop loop = next(done); loop != null; loop = next(done)) {
                loop.work();
                done = loop;
            }
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } finally {
            crew.leave();
        }
    }

    /** The next loop; null when there will be none. */
    private @Nullable Loop next(@Nullable Loop done) throws InterruptedException {
        for (int i = 0; i < LOOKS_BEFORE_SLEEP; i++) {
            Loop loop = current;
            if (loop != null && loop != done) {
                return loop;
            }
            if (closed) {
                return null;
            }
            Thread.onSpinWait();
        }
        synchronized (this) {
            while (!closed && (current == null || current == done)) {
                wait();
            }
            return closed ? null : current;
        }
    }

    private static final class Loop {
        private final int count;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Loop(int count, IntConsumer body) {
            this.count = count;
            this.body = body;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        body.accept(i);
                    }
                } catch (RuntimeException | Error thrown) {
                    failure.compareAndSet(null, thrown);
                } finally {
                    finish();
                }
            }
        }

        /** An interrupt does not cut the wait short, as others still use the arrays. */
        void awaitAll() {
            for (int i = 0; i < LOOKS_BEFORE_SLEEP && finished.get() < count; i++) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            synchronized (this) {
                while (finished.get() < count) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void throwFailure() {
            Throwable thrown = failure.get();
            switch (thrown) {
                case null -> {}
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                default -> throw new IllegalStateException(thrown);
            }
        }

        private void finish() {
            if (finished.incrementAndGet() == count) {
                synchronized (this) {
                    notifyAll();
                }
            }
        }
    }
}
