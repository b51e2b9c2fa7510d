package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.learn.selection.Choice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Two numbers, the first below the second, between which a distribution of a search draws. */
record Bounds(JsonNode low, JsonNode high) {
    /** Empty unless the node is a list of two such numbers. */
    static Optional<Bounds> of(JsonNode node) {
        boolean two = node.isArray()
                && node.size() == 2
                && node.get(0).isNumber()
                && node.get(1).isNumber();
        return two
                        && node.get(0).doubleValue() < node.get(1).doubleValue()
                        && finite(node.get(0))
                        && finite(node.get(1))
                ? Optional.of(new Bounds(node.get(0), node.get(1)))
                : Optional.empty();
    }

    private static boolean finite(JsonNode number) {
        return Double.isFinite(number.doubleValue());
    }

    /** The distribution of that name; null: there is none, or it does not have such bounds. */
    @Nullable
    Choice choice(String distribution) {
        return switch (distribution) {
            case SearchField.UNIFORM -> new Choice.Uniform(low.doubleValue(), high.doubleValue());
            case SearchField.LOG_UNIFORM ->
                low.doubleValue() > 0 ? new Choice.LogUniform(low.doubleValue(), high.doubleValue()) : null;
            case SearchField.INTEGERS -> integers();
            default -> null;
        };
    }

    private @Nullable Choice integers() {
        boolean whole = low.isIntegralNumber()
                && high.isIntegralNumber()
                && low.canConvertToInt()
                && high.canConvertToInt()
                && high.longValue() - low.longValue() <= Integer.MAX_VALUE;
        return whole ? new Choice.Integers(low.longValue(), high.longValue()) : null;
    }
}
