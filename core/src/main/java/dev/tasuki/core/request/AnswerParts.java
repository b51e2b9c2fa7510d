package dev.tasuki.core.request;

import java.util.OptionalDouble;

/**
 * What the answer to a prediction is to have beside the predictions.
 *
 * @param explain whether it says what each feature adds
 * @param interval with which probability the true number is to lie in an interval that it gives, above 0 and below 1;
 *     empty: it gives none
 */
public record AnswerParts(boolean explain, OptionalDouble interval) {
    /** Predictions alone. */
    public static final AnswerParts NONE = new AnswerParts(false, OptionalDouble.empty());

    /** The member that asks for an explanation. */
    public static final String EXPLAIN = "explain";

    /** The member that asks for an interval. */
    public static final String INTERVAL = "interval";

    /** What is said of a level that no interval has. */
    public static final String LEVELS = "Input should be above 0 and below 1, such as 0.9 for an interval that has the"
            + " true value 9 times in 10";

    /** Those that were asked for. */
    public static AnswerParts of(boolean explain, OptionalDouble interval) {
        return explain || interval.isPresent() ? new AnswerParts(explain, interval) : NONE;
    }

    /** Whether an interval can have this level. */
    public static boolean isLevel(double level) {
        return level > 0 && level < 1;
    }
}
