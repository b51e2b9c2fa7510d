package dev.tasuki.core.predict;

import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.learn.model.Model;
import org.jspecify.annotations.Nullable;

/** What an answer has beside its predictions, row by row: what was asked for of {@link AnswerParts}. For one answer. */
final class PredictionParts {
    private static final PredictionParts NONE = new PredictionParts(null, null);

    private final @Nullable RowExplanations explanations;
    private final @Nullable RowIntervals intervals;

    private PredictionParts(@Nullable RowExplanations explanations, @Nullable RowIntervals intervals) {
        this.explanations = explanations;
        this.intervals = intervals;
    }

    /**
     * Throws {@link dev.tasuki.core.task.InvalidRequest} if the model does not have what is asked for, or it costs too
     * much; {@link java.util.concurrent.CancellationException} when the deadline has passed.
     */
    static PredictionParts of(PredictRequest request, Model model, Deadline deadline) {
        AnswerParts asked = request.parts();
        if (asked.equals(AnswerParts.NONE)) {
            return NONE;
        }
        RowIntervals intervals = asked.interval().isPresent()
                ? RowIntervals.of(request, asked.interval().getAsDouble(), model)
                : null;
        return new PredictionParts(asked.explain() ? RowExplanations.of(request, model, deadline) : null, intervals);
    }

    /** Whether it is done at once. Throws as {@link #of}. */
    static boolean small(PredictRequest request, Model model, Deadline deadline) {
        return !request.parts().explain() || RowExplanations.small(request, model, deadline);
    }

    /** The next row, which has a prediction. */
    void row(double[] row) {
        if (explanations != null) {
            explanations.row(row);
        }
    }

    /** What is predicted of the same, if that is a number. */
    void number(double prediction) {
        if (intervals != null) {
            intervals.number(prediction);
        }
    }

    /** The next row has no prediction. */
    void absent() {
        if (explanations != null) {
            explanations.absent();
        }
        if (intervals != null) {
            intervals.absent();
        }
    }

    /** Letters of the answer so far. */
    long length() {
        return (explanations == null ? 0 : explanations.length()) + (intervals == null ? 0 : intervals.length());
    }

    /** Writes the members of the answer. */
    void end(StringBuilder json) {
        if (intervals != null) {
            intervals.end(json);
        }
        if (explanations != null) {
            explanations.end(json);
        }
    }
}
