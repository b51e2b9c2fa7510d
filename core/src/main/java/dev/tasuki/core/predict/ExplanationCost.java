package dev.tasuki.core.predict;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;

/**
 * What the explanation of a request takes, known before any row is explained.
 *
 * @param rows to explain, at least 1
 * @param steps of each row
 * @param memory bytes beside the answer, for one row after the other
 * @param numbers contributions of each row
 */
record ExplanationCost(int rows, long steps, long memory, long numbers) {
    private static final long MOST_STEPS = Limits.EXPLAIN_STEPS.value();
    private static final long MOST_NUMBERS = Limits.EXPLAIN_NUMBERS.value();
    private static final long MOST_MEMORY = Limits.EXPLAIN_MEMORY.value();

    /** Steps and bytes of an explanation that is as small as small predictions are; some 10 ms. */
    private static final long SMALL_STEPS = MOST_STEPS / 500;

    private static final long SMALL_MEMORY = 1 << 20;

    /** Throws {@link InvalidRequest} with {@code too_costly}, and what would fit, unless it can be paid. */
    void require() {
        require(steps, MOST_STEPS, "steps");
        require(numbers, MOST_NUMBERS, "contributions");
        if (memory > MOST_MEMORY) {
            throw tooCostly("explaining this model takes %,d bytes; at most %,d: %s"
                    .formatted(memory, MOST_MEMORY, "ask without explain, or train shallower trees"));
        }
    }

    private void require(long each, long most, String what) {
        long fitting = most / Math.max(1, each);
        if (rows > fitting) {
            String way = fitting > 0
                    ? "send up to %,d rows at once".formatted(fitting)
                    : "ask without explain, or train fewer or shallower trees";
            throw tooCostly("explaining %,d rows × %,d %s; at most %,d: %s".formatted(rows, each, what, most, way));
        }
    }

    private static InvalidRequest tooCostly(String detail) {
        return InvalidRequest.content(RefusalCode.TOO_COSTLY, detail);
    }

    /** Whether it is done at once. */
    boolean small() {
        return rows <= SMALL_STEPS / Math.max(1, steps)
                && memory <= SMALL_MEMORY
                && rows <= Limits.SMALL_PREDICTION.value() / Math.max(1, numbers);
    }
}
