package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.Scoring;
import dev.tasuki.core.request.Search;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.selection.Folds;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.table.Table;
import dev.tasuki.learn.tree.NodeBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fits each candidate once for each fold of the training rows, and measures it on the fold's own: the scores of
 * scikit-learn's {@code GridSearchCV(…, cv=k).fit(X_train, y_train)}. The held-out rows have no say. Fits go on side by
 * side, those of one candidate after those of the one before; each depends on its rows alone, so that threads change
 * nothing. A candidate that cannot be fitted is no failure while there is another.
 * For one use.
 */
final class CandidateSearch {
    private static final String SCORE = "score";
    private static final String SECONDS = "seconds";
    private static final String ERROR = "error";

    private final Data data;
    private final List<ConfiguredLearner<?>> candidates;
    private final Means means;
    private final List<Split> folds;
    private final BestCandidate rule;
    private final AtomicReferenceArray<@Nullable ObjectNode> measured;
    private final ParallelLoop loop;
    private int best = -1;

    /**
     * On what candidates are compared.
     *
     * @param outer parts the training rows from those that are held out
     */
    record Data(Table table, TrainRequest request, Split outer, Scoring scoring) {}

    /**
     * By what candidates are fitted.
     *
     * @param threads that work at once
     * @param growers runs all but the calling one
     * @param progress hears of fits, and tells when to stop
     * @param kept what a former attempt has measured, and a place for what comes
     * @param budget makes the budget for the nodes of one fit
     */
    record Means(
            int threads,
            Executor growers,
            FitsProgress progress,
            FinishedParts<ObjectNode> kept,
            Function<ConfiguredLearner<?>, NodeBudget> budget) {}

    /**
     * One candidate.
     *
     * @param scores of those folds that it was fitted on; NaN where the metric is not defined
     * @param seconds of these fits, all together
     * @param error why it could not be fitted; empty: it could
     */
    record Candidate(ConfiguredLearner<?> learner, double[] scores, double seconds, Optional<String> error) {}

    /**
     * What was found.
     *
     * @param best the learner to take: of those that were measured on all folds, else the first
     * @param candidates all of them, in their order
     * @param bestAt the place of the best among them; -1: none was measured on all folds
     * @param fits that were done
     * @param complete whether all were
     */
    record Found(ConfiguredLearner<?> best, List<Candidate> candidates, int bestAt, int fits, boolean complete) {}

    /** Throws {@link ParameterException} if there are not as many folds to be had. */
    CandidateSearch(Data data, List<ConfiguredLearner<?>> candidates, Means means) {
        this.data = data;
        this.candidates = candidates;
        this.means = means;
        Search search = Objects.requireNonNull(data.request().search());
        int[] rows = data.outer().train();
        this.folds =
                folds(rows, search.folds()).stream().map(fold -> fold.of(rows)).toList();
        this.rule = new BestCandidate(folds.size(), data.scoring().greaterIsBetter(), search.auto());
        int fits = candidates.size() * folds.size();
        this.measured = new AtomicReferenceArray<>(fits);
        this.loop = new ParallelLoop(fits, means.progress()::over, this::measure);
    }

    private List<Split> folds(int[] rows, int count) {
        if (candidates.getFirst().learner().kind() != Kind.CLASSES) {
            return Folds.of(rows.length, count, OptionalLong.empty());
        }
        int[] all = TargetColumns.classes(data.table(), data.request().target()).codes();
        int[] codes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            codes[i] = all[rows[i]];
        }
        return Folds.stratified(codes, count, OptionalLong.empty());
    }

    /**
     * The best. If the search is to end early, of those candidates that have all their scores by then. Throws
     * {@link CancellationException} or {@link FitCancelled} if the training is to stop, {@link InvalidRequest} if no
     * candidate can be fitted.
     */
    Found run() {
        means.progress().begin();
        for (int fit = 0; fit < measured.length(); fit++) {
            Optional<ObjectNode> former = means.kept().find(fit);
            if (former.isPresent()) {
                ended(fit, former.get());
            }
        }
        try {
            loop.run(means.threads(), means.growers());
        } catch (CancellationException | FitCancelled cancelled) {
            // What an early end breaks off is no failure.
            if (!means.progress().cutShort()) {
                throw cancelled;
            }
        }
        List<Candidate> all = all();
        int fits = all.stream().mapToInt(one -> one.scores().length).sum();
        boolean complete = fits == measured.length();
        if (!complete && !means.progress().cutShort()) {
            throw new CancellationException("the run was told to stop between two fits");
        }
        if (all.stream().allMatch(one -> one.error().isPresent())) {
            throw InvalidRequest.content(
                    RefusalCode.INVALID_PARAMETER,
                    "no candidate of the search can be fitted; of the first: "
                            + all.getFirst().error().orElseThrow());
        }
        int found = rule.among(all);
        Candidate chosen = found >= 0
                ? all.get(found)
                : all.stream().filter(one -> one.error().isEmpty()).findFirst().orElseThrow();
        return new Found(chosen.learner(), all, found, fits, complete);
    }

    /** The mean of a candidate's scores; empty: it has not all of them, or one is not defined. */
    static OptionalDouble mean(Candidate candidate, int folds) {
        double mean = candidate.scores().length < folds || candidate.error().isPresent()
                ? Double.NaN
                : FoldTable.mean(candidate.scores());
        return Double.isFinite(mean) ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }

    private void measure(int fit) {
        if (measured.get(fit) != null) {
            return;
        }
        ObjectNode fresh = fit(fit);
        means.kept().finished(fit, fresh);
        ended(fit, fresh);
    }

    private void ended(int fit, ObjectNode part) {
        measured.set(fit, part);
        tellBest();
        means.progress().ended(fit);
    }

    /** Says which is the best so far, if it is another than before. */
    private synchronized void tellBest() {
        List<Candidate> soFar = all();
        int found = rule.among(soFar);
        if (found < 0 || found == best) {
            return;
        }
        best = found;
        means.progress()
                .note(String.format(
                        Locale.ROOT,
                        "; best so far: candidate %d of %d, %s %.4g",
                        found + 1,
                        candidates.size(),
                        data.scoring().text(),
                        mean(soFar.get(found), folds.size()).orElseThrow()));
    }

    private List<Candidate> all() {
        List<Candidate> all = new ArrayList<>();
        for (int candidate = 0; candidate < candidates.size(); candidate++) {
            all.add(candidate(candidate));
        }
        return all;
    }

    private Candidate candidate(int candidate) {
        double[] scores = new double[folds.size()];
        int done = 0;
        double seconds = 0;
        String error = null;
        for (int fold = 0; fold < folds.size(); fold++) {
            ObjectNode part = measured.get(candidate * folds.size() + fold);
            if (part != null) {
                JsonNode score = part.path(SCORE);
                scores[done++] = score.isNumber() ? score.doubleValue() : Double.NaN;
                seconds += part.path(SECONDS).doubleValue();
                error = error == null && part.hasNonNull(ERROR)
                        ? part.path(ERROR).textValue()
                        : error;
            }
        }
        return new Candidate(
                candidates.get(candidate), Arrays.copyOf(scores, done), seconds, Optional.ofNullable(error));
    }

    private int threadsOfOne() {
        return Math.max(1, means.threads() / Math.min(means.threads(), measured.length()));
    }

    /** What is measured of one candidate on one fold. */
    private ObjectNode fit(int fit) {
        ConfiguredLearner<?> learner = candidates.get(fit / folds.size());
        FitContext context = new FitContext(
                        threadsOfOne(), means.growers(), means.progress().of(fit, loop::failed))
                .within(means.budget().apply(learner));
        long started = System.nanoTime();
        ObjectNode part = Json.object();
        try {
            Examples examples =
                    Examples.of(data.table(), data.request(), learner.learner().takes(), folds.get(fit % folds.size()));
            Evaluation evaluation = Evaluation.of(data.table(), data.request(), examples, learner, context);
            JsonNode score = evaluation
                    .scores()
                    .metrics(context.listener()::cancelled)
                    .path(data.scoring().text());
            part.set(SCORE, score.isNumber() ? score : part.nullNode());
        } catch (ParameterException | InvalidValueException refused) {
            part.put(ERROR, String.valueOf(refused.getMessage()));
        }
        part.put(SECONDS, (System.nanoTime() - started) / 1e9);
        return part;
    }
}
