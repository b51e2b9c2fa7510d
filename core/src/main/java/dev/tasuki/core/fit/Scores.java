package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BooleanSupplier;

/** What was predicted of the held-out rows, and how good that is. */
sealed interface Scores permits NumberScores, ClassScores, AnomalyScores {
    /**
     * Every metric by its name, in one order; null where it is not defined.
     *
     * @param cancelled asked now and then
     * @throws java.util.concurrent.CancellationException when cancelled
     */
    ObjectNode metrics(BooleanSupplier cancelled);

    /** JSON has no NaN and no Infinity: what cannot be computed is null. */
    static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
