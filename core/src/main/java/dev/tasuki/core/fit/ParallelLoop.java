package dev.tasuki.core.fit;

import dev.tasuki.learn.HelperThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose rounds are done side by side. The calling thread takes part, so that a saturated executor slows the
 * loop down but cannot stop it. For one use.
 */
final class ParallelLoop {
    private final int count;
    private final BooleanSupplier over;
    private final IntConsumer body;
    private final HelperThreads crew = new HelperThreads();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A loop that has not begun.
     *
     * @param count of the rounds
     * @param over whether no round should begin any more
     * @param body does one round, by its number from 0; several threads call it at once, in any order
     */
    ParallelLoop(int count, BooleanSupplier over, IntConsumer body) {
        this.count = count;
        this.over = over;
        this.body = body;
    }

    /**
     * Does the rounds, and returns when none is under way any more. Once a round has thrown, no other begins, and
     * what the first one threw is thrown here.
     *
     * @param threads that work at once, the calling one included
     * @param helpers runs the others
     */
    void run(int threads, Executor helpers) {
        try {
            for (int i = 1; i < Math.min(threads, count); i++) {
                helpers.execute(this::help);
            }
        } catch (RejectedExecutionException saturated) {
            // The calling thread does what nobody else does.
        }
        work();
        crew.dismiss();
        throwFailure();
    }

    /** Whether a round has thrown: what others do is of no use any more. */
    boolean failed() {
        return failure.get() != null;
    }

    private void help() {
        if (crew.join()) {
            try {
                work();
            } finally {
                crew.leave();
            }
        }
    }

    private void work() {
        try {
            int round = next.getAndIncrement();
            while (round < count && !failed() && !over.getAsBoolean()) {
                body.accept(round);
                round = next.getAndIncrement();
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    private void throwFailure() {
        Throwable thrown = failure.get();
        switch (thrown) {
            case null -> {}
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
    }
}
