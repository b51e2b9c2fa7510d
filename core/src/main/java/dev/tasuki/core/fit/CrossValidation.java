package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.selection.Folds;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fits the learner once for each fold, on the rows of the others, and measures it on the fold's own: the
 * scores of scikit-learn's {@code cross_val_score} with {@code cv=k}, that is {@code KFold} for numbers and
 * {@code StratifiedKFold} for classes, unshuffled, over all rows of the dataset. How columns become numbers is
 * learned from each fold's training rows, as by a pipeline. Folds are fitted side by side; each depends on its
 * rows alone, so that threads change nothing.
 * For one use.
 */
final class CrossValidation {
    private final Table table;
    private final TrainRequest request;
    private final ConfiguredLearner<?> learner;
    private final Means means;
    private final List<Split> splits;
    private final AtomicReferenceArray<@Nullable ObjectNode> scores;
    private final ParallelLoop loop;

    /**
     * By what folds are fitted.
     *
     * @param threads that work at once
     * @param growers runs all but the calling one
     * @param progress hears of folds, and tells when to stop
     * @param kept scores of folds that a former attempt has finished, and a place for those that come
     * @param budget makes the budget for the nodes of one fold's model
     */
    record Means(
            int threads,
            Executor growers,
            FitsProgress progress,
            FinishedParts<ObjectNode> kept,
            Supplier<NodeBudget> budget) {}

    /** Throws {@link dev.tasuki.learn.ParameterException} if there are not as many folds to be had. */
    CrossValidation(Table table, TrainRequest request, ConfiguredLearner<?> learner, Means means) {
        this.table = table;
        this.request = request;
        this.learner = learner;
        this.means = means;
        this.splits = stratified()
                ? Folds.stratified(
                        TargetColumns.classes(table, request.target()).codes(), request.cv(), OptionalLong.empty())
                : Folds.of(table.rows(), request.cv(), OptionalLong.empty());
        this.scores = new AtomicReferenceArray<>(request.cv());
        this.loop = new ParallelLoop(splits.size(), means.progress::over, this::score);
    }

    private boolean stratified() {
        return learner.learner().kind() == Kind.CLASSES;
    }

    /**
     * The folds' scores, their means and standard deviations. If the training is to finish early, those folds that
     * have ended by then. Throws {@link CancellationException} or {@link FitCancelled} if it is to stop.
     */
    ObjectNode run() {
        means.progress.begin();
        try {
            loop.run(atOnce(), means.growers);
        } catch (CancellationException | FitCancelled cancelled) {
            // What an early finish breaks off is no failure.
            if (!means.progress.cutShort()) {
                throw cancelled;
            }
        }
        FoldTable folds = new FoldTable(stratified() ? "StratifiedKFold" : "KFold", splits);
        boolean complete = true;
        for (int fold = 0; fold < splits.size(); fold++) {
            Optional<ObjectNode> score = Optional.ofNullable(scores.get(fold));
            folds.add(fold, score);
            complete &= score.isPresent();
        }
        if (!complete && !means.progress.cutShort()) {
            throw new CancellationException("the run was told to stop between two folds");
        }
        return folds.json();
    }

    private int atOnce() {
        return Math.min(means.threads, splits.size());
    }

    private void score(int fold) {
        Optional<ObjectNode> former = means.kept.find(fold);
        if (former.isPresent()) {
            scores.set(fold, former.get());
        } else {
            ObjectNode fresh = fit(fold);
            scores.set(fold, fresh);
            means.kept.finished(fold, fresh);
        }
        means.progress.ended(fold);
    }

    /** The metrics of one fold. */
    private ObjectNode fit(int fold) {
        Examples examples = Examples.of(table, request, learner.learner().takes(), splits.get(fold));
        FitContext context = new FitContext(
                        Math.max(1, means.threads / atOnce()), means.growers, means.progress.of(fold, loop::failed))
                .within(means.budget.get());
        Evaluation evaluation = Evaluation.of(table, request, examples, learner, context);
        return evaluation.scores().metrics(context.listener()::cancelled);
    }
}
