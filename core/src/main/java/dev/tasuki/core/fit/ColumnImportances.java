package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.metric.PermutationImportance;
import dev.tasuki.learn.spi.Fitted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * By how much a model's score on the held-out rows falls when the values of one column are shuffled, whatever numbers
 * the column became. Equal to scikit-learn's {@code permutation_importance} of a pipeline on the raw columns.
 *
 * @param columns the features that were measured, by their places in the encoder
 * @param measured null: that was not requested
 */
record ColumnImportances(
        List<Integer> columns, @Nullable PermutationImportance measured, TrainRequest request, String scoring) {
    /** Hears of the columns, and may cancel. */
    interface Listener {
        /**
         * As much has been shuffled as if one column came after the other, and this one's turn had come, counted
         * from 1. Called by one thread at a time.
         */
        void advanced(int column, int columns);

        /** Whether to give up. Called by any thread. */
        boolean cancelled();
    }

    /** By what columns are measured. @param loop takes columns, several at once if it likes */
    record Means(PermutationImportance.Loop loop, Listener listener) {}

    /** Measures if the request says so. Throws CancellationException when told to stop. */
    static ColumnImportances of(Examples examples, Evaluation evaluation, TrainRequest request, Means means) {
        List<Integer> columns = IntStream.range(0, examples.encoder().features().size())
                .filter(f -> !(examples.encoder().features().get(f) instanceof Feature.LeftOut))
                .boxed()
                .toList();
        String scoring = evaluation.scores() instanceof NumberScores ? "r2" : "accuracy";
        if (request.importanceRepeats() == 0 || columns.isEmpty()) {
            return new ColumnImportances(columns, null, request, scoring);
        }
        Rows test = examples.test();
        PermutationImportance.Plan plan = new PermutationImportance.Plan(
                test.rows(), columns.size(), request.importanceRepeats(), request.splitRandomState());
        Scorer scorer = new Scorer(columns, examples.encoder(), test, evaluation, new Turns(plan, means.listener));
        return new ColumnImportances(
                columns, PermutationImportance.of(scorer.score(test), plan, scorer, means.loop), request, scoring);
    }

    /** Says how it was measured, if it was. */
    void describe(ObjectNode evaluation) {
        if (measured != null) {
            ObjectNode node = evaluation.putObject("permutation_importance");
            node.put("n_repeats", request.importanceRepeats());
            node.put("random_state", request.splitRandomState());
            node.put("scoring", scoring);
        }
    }

    /** Adds a feature's, if it was measured. @param feature its place in the encoder */
    void fill(ObjectNode node, int feature) {
        int place = columns.indexOf(feature);
        if (measured != null && place >= 0) {
            ObjectNode of = node.putObject("permutation_importance");
            Scores.put(of, "mean", measured.means()[place]);
            Scores.put(of, "std", measured.deviations()[place]);
        }
    }

    /** Counts shuffles that have begun, of all threads together. */
    private static final class Turns {
        private final PermutationImportance.Plan plan;
        private final Listener listener;
        private int begun;

        Turns(PermutationImportance.Plan plan, Listener listener) {
            this.plan = plan;
            this.listener = listener;
        }

        synchronized void next() {
            if (listener.cancelled()) {
                throw new CancellationException("the run was told to stop");
            }
            listener.advanced(begun / plan.repeats() + 1, plan.features());
            begun++;
        }

        boolean cancelled() {
            return listener.cancelled();
        }
    }

    private record Scorer(List<Integer> columns, Encoder encoder, Rows test, Evaluation evaluation, Turns turns)
            implements PermutationImportance.Scorer {
        @Override
        public double score(int column, int[] valueOf) {
            turns.next();
            return score(test.mixed(numbersOf(columns.get(column)), valueOf));
        }

        /** The places of all numbers that a column became. */
        private Set<Integer> numbersOf(int feature) {
            Set<Integer> numbers = new HashSet<>();
            int width = encoder.features().get(feature).names().size();
            for (int number = 0; number < width; number++) {
                numbers.add(encoder.place(feature) + number);
            }
            if (encoder.indicator(feature) >= 0) {
                numbers.add(encoder.indicator(feature));
            }
            return numbers;
        }

        double score(Rows rows) {
            return switch (evaluation.scores()) {
                case AnomalyScores none ->
                    throw new IllegalStateException("without a target there is no score that could fall");
                case NumberScores numbers ->
                    Metrics.r2(
                            numbers.actual(), ((Fitted.Numbers) evaluation.fitted()).predict(rows, turns::cancelled));
                case ClassScores classes ->
                    Metrics.accuracy(
                            classes.actual(),
                            classes.taking(((Fitted.Classes) evaluation.fitted())
                                            .predictProbabilities(rows, turns::cancelled))
                                    .predicted());
            };
        }
    }
}
