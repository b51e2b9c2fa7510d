package dev.tasuki.learn.spi;

import dev.tasuki.learn.tree.NodeBudget;
import java.util.concurrent.Executor;

/**
 * By whom and under whose eyes a model is fitted; nothing here changes the model.
 *
 * @param threads how many threads work at once, at least 1; the calling thread is one of them
 * @param executor runs the others; when it refuses or has no thread to spare the calling thread
 *     goes on alone, and helpers that begin too late do nothing
 * @param listener hears of progress and may cancel
 * @param keeping where parts of a former fit of the same are, to go on from
 * @param budget what the nodes of the model may take
 */
public record FitContext(int threads, Executor executor, FitListener listener, Keeping keeping, NodeBudget budget) {
    /** Checks. @throws IllegalArgumentException when threads is below 1 */
    public FitContext {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
        }
    }

    /** With no former fit to go on from. */
    public FitContext(int threads, Executor executor, FitListener listener) {
        this(threads, executor, listener, Keeping.NONE, NodeBudget.unlimited());
    }

    /** The calling thread alone, unheard. */
    public static FitContext alone() {
        return new FitContext(1, Runnable::run, FitListener.UNHEARD);
    }

    /** The calling thread and {@code threads - 1} daemon threads started for this fit, unheard. */
    public static FitContext threads(int threads) {
        return new FitContext(
                threads,
                work -> Thread.ofPlatform().daemon().name("tasuki-forest").start(work),
                FitListener.UNHEARD);
    }

    /** The same with a listener. */
    public FitContext heardBy(FitListener heard) {
        return new FitContext(threads, executor, heard, keeping, budget);
    }

    /** The same, going on from kept parts. */
    public FitContext resuming(Keeping kept) {
        return new FitContext(threads, executor, listener, kept, budget);
    }

    /** The same within a budget, which serves this fit alone. */
    public FitContext within(NodeBudget nodes) {
        return new FitContext(threads, executor, listener, keeping, nodes);
    }
}
