package dev.tasuki.core.use;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.ModelRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trained models side by side; all lists are in the order of the models.
 *
 * @param models which
 * @param same how far they were made and measured alike
 * @param judgedBy the metric that says which is better; null where none can
 * @param lead who leads by that; null too if none is the best alone
 * @param metrics every number that one of them has
 * @param differs only settings that are not the same in all
 */
public record Comparison(
        List<Compared> models,
        Sameness same,
        @Nullable String judgedBy,
        @Nullable Lead lead,
        List<Figure> metrics,
        List<Difference> differs) {
    public Comparison {
        models = List.copyOf(models);
        metrics = List.copyOf(metrics);
        differs = List.copyOf(differs);
    }

    /** A model, and by what it was named. */
    public record Compared(ModelRef ref, ModelView model) {}

    /**
     * How far they are alike.
     *
     * @param dataset learned from equal bytes
     * @param rows measured on the same rows: of equal bytes, equally split, by the same target
     * @param folds besides, that many folds dealt out in the same way
     */
    public record Sameness(boolean dataset, boolean rows, boolean folds) {}

    /**
     * A number of each model.
     *
     * @param greaterIsBetter null if neither is
     * @param values null where a model has none
     * @param dummy that of what looks at no feature, on the same rows; null if it is not known, or rows differ
     */
    public record Figure(
            String name,
            @Nullable Boolean greaterIsBetter,
            List<@Nullable JsonNode> values,
            @Nullable JsonNode dummy) {}

    /**
     * Who leads.
     *
     * @param model the place of the best
     * @param over the place of the next
     * @param by how much the metric of the two differs
     * @param folds those that both were measured on
     * @param betterOn on how many of them the best is better, too
     */
    public record Lead(int model, int over, double by, int folds, int betterOn) {}

    /** A setting; null where a model has none, or is set to null. */
    public record Difference(String setting, List<@Nullable JsonNode> values) {}
}
