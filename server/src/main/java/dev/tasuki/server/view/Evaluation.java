package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good a model is on the held-out rows, for the document only: the answer carries the stored report's own numbers.
 *
 * @param metrics by name; null where one is not defined
 * @param baseline the same of what looks at no feature
 * @param classes of a classifier: how well each class is found
 * @param curves of a classifier: of the second of two classes, or of each of more
 * @param permutationImportance how features were shuffled, if they were
 */
@Schema(name = "Evaluation", description = "How good a model is on the held-out rows, beside a baseline")
public record Evaluation(
        @Schema(
                implementation = Object.class,
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"rmse\": 53.03900735084424, \"mae\": 43.16, \"r2\": 0.469, \"mse\": 2813.1,"
                        + " \"median_absolute_error\": 38.6, \"max_error\": 135.7}",
                description = "Every metric by its name; null where it is not defined")
        Map<String, Object> metrics,

        BaselineView baseline,

        @ArraySchema(
                arraySchema =
                        @Schema(description = "Of a classifier: how well each class is found; empty above 100 classes"),
                schema = @Schema(implementation = ClassFiguresView.class))
        @Nullable
        List<ClassFiguresView> classes,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description = "Of a classifier: the curves of the second of two classes, or of each of"
                                        + " more against the others; empty above 10 classes"),
                schema = @Schema(implementation = CurvesView.class))
        @Nullable
        List<CurvesView> curves,

        @Schema(nullable = true, description = "How it was measured by how much features matter, if that was requested")
        @Nullable
        PermutationView permutationImportance) {

    /**
     * How features were shuffled.
     *
     * @param nRepeats how often each was
     * @param randomState seed of the shuffles
     * @param scoring the metric that falls
     */
    @Schema(name = "PermutationImportance", description = "How features were shuffled, and which metric falls")
    public record PermutationView(
            @Schema(example = "5") int nRepeats,
            @Schema(example = "42") long randomState,

            @Schema(
                    example = "r2",
                    allowableValues = {"r2", "accuracy"})
            String scoring) {}
}
