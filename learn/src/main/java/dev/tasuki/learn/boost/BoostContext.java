package dev.tasuki.learn.boost;

import dev.tasuki.learn.tree.NodeBudget;
import java.util.concurrent.Executor;

/**
 * By whom and under whose eyes a model is boosted; nothing here changes the trees.
 *
 * @param threads how many threads work at once, at least 1; the calling thread is one of them
 * @param executor runs the others; when it refuses or has no thread to spare the calling thread goes
 *     on alone, and helpers that begin too late do nothing
 * @param progress hears of rounds and may cancel
 * @param kept rounds of a former fit of the same, to go on from
 * @param budget what nodes and histograms may take
 */
public record BoostContext(
        int threads, Executor executor, BoostProgress progress, FinishedRounds kept, NodeBudget budget) {
    /** Checks. @throws IllegalArgumentException when threads is below 1 */
    public BoostContext {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
        }
    }

    /** The calling thread alone, unheard. */
    public static BoostContext alone() {
        return new BoostContext(1, Runnable::run, BoostProgress.UNHEARD, FinishedRounds.NONE, NodeBudget.unlimited());
    }

    /** The calling thread and {@code threads - 1} daemon threads started for this fit, unheard. */
    public static BoostContext threads(int threads) {
        return new BoostContext(
                threads,
                work -> Thread.ofPlatform().daemon().name("tasuki-boost").start(work),
                BoostProgress.UNHEARD,
                FinishedRounds.NONE,
                NodeBudget.unlimited());
    }

    /** The same with a listener. */
    public BoostContext heardBy(BoostProgress listener) {
        return new BoostContext(threads, executor, listener, kept, budget);
    }

    /** The same, going on from kept rounds. */
    public BoostContext resuming(FinishedRounds rounds) {
        return new BoostContext(threads, executor, progress, rounds, budget);
    }

    /** The same within a budget, which serves this fit alone. */
    public BoostContext within(NodeBudget bytes) {
        return new BoostContext(threads, executor, progress, kept, bytes);
    }
}
