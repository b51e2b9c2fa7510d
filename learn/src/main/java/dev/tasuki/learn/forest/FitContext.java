package dev.tasuki.learn.forest;

import dev.tasuki.learn.tree.NodeBudget;
import java.util.concurrent.Executor;

/**
 * By whom and under whose eyes a forest is grown; nothing here changes the forest.
 *
 * @param threads how many threads grow trees at once, at least 1; the calling thread is one of them
 * @param executor runs the others; when it refuses or has no thread to spare the calling thread
 *     goes on alone, and helpers that begin too late do nothing
 * @param growth hears of progress and may cancel
 * @param kept trees of a former fit of the same, to go on from
 * @param budget what the nodes of the forest may take
 */
public record FitContext(int threads, Executor executor, Growth growth, FinishedTrees kept, NodeBudget budget) {
    /** Checks. @throws IllegalArgumentException when threads is below 1 */
    public FitContext {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
        }
    }

    /** With no former fit to go on from. */
    public FitContext(int threads, Executor executor, Growth growth) {
        this(threads, executor, growth, FinishedTrees.NONE, NodeBudget.unlimited());
    }

    /** The calling thread alone, unheard. */
    public static FitContext alone() {
        return new FitContext(1, Runnable::run, Growth.UNHEARD);
    }

    /** The calling thread and {@code threads - 1} daemon threads started for this fit, unheard. */
    public static FitContext threads(int threads) {
        return new FitContext(
                threads,
                work -> Thread.ofPlatform().daemon().name("tasuki-forest").start(work),
                Growth.UNHEARD);
    }

    /** The same with a listener. */
    public FitContext heardBy(Growth listener) {
        return new FitContext(threads, executor, listener, kept, budget);
    }

    /** The same, going on from kept trees. */
    public FitContext resuming(FinishedTrees trees) {
        return new FitContext(threads, executor, growth, trees, budget);
    }

    /** The same within a budget, which serves this fit alone. */
    public FitContext within(NodeBudget nodes) {
        return new FitContext(threads, executor, growth, kept, nodes);
    }
}
