package dev.tasuki.learn.forest;

import dev.tasuki.learn.CancelCheck;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.HelperThreads;
import dev.tasuki.learn.grow.TreeGrower;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.tree.NodeBudget;
import dev.tasuki.learn.tree.Tree;
import dev.tasuki.learn.tree.TreeFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Grows the trees of one forest on several threads. Each tree depends on nothing but its seed, so
 * threads change nothing; out-of-bag votes are counted in the order of the trees, whichever is
 * finished first.
 */
final class ForestGrowth {
    private final Bootstrap bootstrap;
    private final RowWeights weights;
    private final TreeGrower grower;
    private final @Nullable OutOfBag outOfBag;
    private final FitContext context;
    private final FinishedParts<Tree> kept;
    private final StopSignal halt;
    private final @Nullable Tree[] trees;
    private final HelperThreads crew = new HelperThreads();
    private final AtomicInteger next = new AtomicInteger();
    /** The number of the first tree that is not part of the forest. */
    private final AtomicInteger end;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int grown;
    /** Trees whose out-of-bag votes are counted: the leading ones. */
    private int counted;

    private boolean counting;
    private double score = Double.NaN;

    /**
     * What makes the trees.
     *
     * @param grower asks {@code halt} whether to give up
     * @param format in which they are kept for another attempt
     */
    record Making(Bootstrap bootstrap, RowWeights weights, TreeGrower grower, StopSignal halt, TreeFormat format) {}

    ForestGrowth(Making making, @Nullable OutOfBag outOfBag, FitContext context) {
        this.bootstrap = making.bootstrap;
        this.weights = making.weights;
        this.grower = making.grower;
        this.halt = making.halt;
        this.outOfBag = outOfBag;
        this.context = context;
        this.kept = context.keeping().of(making.format);
        this.trees = new Tree[bootstrap.trees()];
        this.end = new AtomicInteger(trees.length);
    }

    /** The trees in their order: all, or the first ones if these were enough. @throws FitCancelled when the listener says so */
    List<Tree> grow() {
        int others = Math.min(context.threads(), trees.length) - 1;
        try {
            for (int i = 0; i < others; i++) {
                context.executor().execute(this::help);
            }
        } catch (RejectedExecutionException saturated) {
            // The calling thread grows what nobody else does.
        }
        growUntilDone();
        crew.dismiss();
        throwFailure();
        if (outOfBag != null) {
            score = outOfBag.score();
            tell(end.get());
            if (end.get() == trees.length) {
                context.listener().advanced(trees.length, trees.length, score);
            }
        }
        return finished();
    }

    /** The out-of-bag score of all trees; empty when it was not asked for. */
    OptionalDouble oobScore() {
        return outOfBag == null ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    private void help() {
        if (crew.join()) {
            try {
                growUntilDone();
            } finally {
                crew.leave();
            }
        }
    }

    private void growUntilDone() {
        try {
            int number = next.getAndIncrement();
            while (number < end.get() && failure.get() == null && growOrFind(number)) {
                number = next.getAndIncrement();
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
            halt.fail();
        }
    }

    /** False if this tree is not wanted any more, and so none after it: the forest ends before it. */
    private boolean growOrFind(int number) {
        Optional<Tree> former = kept.find(number);
        if (former.isPresent()) {
            Tree tree = former.get();
            context.budget().take(tree.nodes() * NodeBudget.bytesPerNode(tree.valuesPerNode()));
            finish(number, tree, false);
        } else if (number > 0 && context.listener().enough()) {
            end.accumulateAndGet(number, Math::min);
            return false;
        } else {
            int[] counts = bootstrap.counts(number);
            finish(number, grower.grow(weights.of(counts), bootstrap.splitterSeed(number)), true);
        }
        return true;
    }

    private void finish(int number, Tree tree, boolean fresh) {
        note(number, tree, fresh);
        if (outOfBag != null) {
            countVotes(outOfBag);
        }
    }

    /** The last tree is told of when its votes are counted. */
    private synchronized void note(int number, Tree tree, boolean fresh) {
        trees[number] = tree;
        grown++;
        if (fresh) {
            kept.finished(number, tree);
        }
        if (outOfBag == null || grown < trees.length) {
            context.listener().advanced(grown, trees.length, score);
        }
    }

    /** One thread counts, in the order of the trees, while the others grow. */
    private void countVotes(OutOfBag votes) {
        CancelCheck patience = new CancelCheck(halt);
        Tree leading = begin();
        while (leading != null) {
            votes.add(leading, bootstrap.counts(counted), patience);
            boolean tenth = (counted + 1L) * 10 / trees.length > counted * 10L / trees.length;
            boolean last = counted + 1 == trees.length;
            leading = next(tenth && !last ? votes.score() : Double.NaN);
        }
    }

    private synchronized @Nullable Tree begin() {
        if (counting || counted == trees.length) {
            return null;
        }
        counting = trees[counted] != null;
        return trees[counted];
    }

    private synchronized @Nullable Tree next(double newScore) {
        counted++;
        if (!Double.isNaN(newScore)) {
            score = newScore;
            tell(counted);
        }
        counting = false;
        return begin();
    }

    private void tell(int scored) {
        if (!Double.isNaN(score)) {
            context.listener().scored(scored, score);
        }
    }

    private void throwFailure() {
        Throwable thrown = failure.get();
        switch (thrown) {
            case null -> {}
            case CancellationException cancelled -> throw new FitCancelled(grown, trees.length);
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
    }

    /** Each number before the end was taken by a thread that has finished its tree. */
    private List<Tree> finished() {
        Tree[] all = new Tree[end.get()];
        for (int t = 0; t < all.length; t++) {
            all[t] = Objects.requireNonNull(trees[t]);
        }
        return List.of(all);
    }
}
