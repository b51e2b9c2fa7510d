package dev.tasuki.core.predict.csv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;

/**
 * What explaining each row of a file takes, as the answer to its first row tells: the same for all of them.
 *
 * @param steps of the explanation
 * @param numbers that are written, at least 1
 */
record ExplainedRow(long steps, long numbers) {
    /** Of what one prediction may take, a part of a file takes so much: others come in between. */
    private static final int SHARE = 10;

    private static final int NUMBERS_AT_ONCE = 20_000;

    /** Reads the member of an answer. */
    static ExplainedRow of(JsonNode explanation) {
        long sums =
                explanation.path("base").isArray() ? explanation.path("base").size() : 1;
        return new ExplainedRow(
                explanation.path("steps").asLong(),
                sums * (1L + explanation.path("features").size()));
    }

    /** Throws {@link InvalidRequest} with {@code too_costly}, and what would fit, unless so many rows can be paid. */
    void require(long rows) {
        require(rows, steps, Limits.PREDICT_CSV_STEPS, "steps");
        require(rows, numbers, Limits.PREDICT_CSV_NUMBERS, "contributions");
    }

    private static void require(long rows, long each, Limits most, String what) {
        long fitting = most.value() / Math.max(1, each);
        if (rows > fitting) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_COSTLY,
                    "explaining %,d rows × %,d %s; at most %,d: send up to %,d rows in one file, or ask without explain"
                            .formatted(rows, each, what, most.value(), fitting));
        }
    }

    /** How many rows are asked at once. */
    int batch() {
        long bySteps = Limits.EXPLAIN_STEPS.value() / SHARE / Math.max(1, steps);
        long byNumbers = NUMBERS_AT_ONCE / numbers;
        return (int) Math.clamp(Math.min(bySteps, byNumbers), 1, Limits.PREDICT_CSV_BATCH.value());
    }
}
