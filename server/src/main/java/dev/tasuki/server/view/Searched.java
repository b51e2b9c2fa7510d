package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was tried before the model was learned: as scikit-learn's GridSearchCV on the training rows.
 *
 * @param way how candidates were found
 * @param scoring the metric by which they are compared
 * @param folds on which each was fitted and measured
 * @param candidates how many there are, without those that would take too much memory
 * @param complete false if the search ended before all were measured
 * @param best the number of the candidate that the model has; null if no candidate was measured on all folds
 * @param seconds that the search took
 * @param table one row for each candidate
 */
@Schema(name = "Search", description = "What was tried before the model was learned")
public record Searched(
        @Schema(
                example = "grid",
                allowableValues = {"grid", "random", "auto"})
        String way,

        @Schema(example = "r2") String scoring,
        @Schema(example = "5") int folds,
        @Schema(example = "6") int candidates,
        @Schema(example = "true") boolean complete,
        @Schema(example = "3", nullable = true) @Nullable Integer best,
        @Schema(example = "1.4") double seconds,
        List<Candidate> table) {
    /**
     * One candidate.
     *
     * @param candidate its number, from 1, in the order in which they were tried
     * @param algorithm what was fitted
     * @param params those in which candidates differ
     * @param state measured, incomplete, failed, or too_costly
     * @param rank of the mean, from 1; equals share one; null: it has none
     * @param mean of the scores
     * @param std population standard deviation of the scores
     * @param scores of the folds
     * @param fitSeconds that its fits took, all together
     * @param error why it could not be fitted
     */
    @Schema(name = "Candidate", description = "One candidate of a search")
    public record Candidate(
            @Schema(example = "3") int candidate,
            @Schema(example = "RandomForestRegressor") String algorithm,

            @Schema(
                    type = "object",
                    additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                    example = "{\"max_depth\": 5}",
                    description = "The parameters in which candidates differ; empty with algorithm auto")
            Map<String, Object> params,

            @Schema(
                    example = "measured",
                    allowableValues = {"measured", "incomplete", "failed", "too_costly"})
            String state,

            @Schema(example = "1", nullable = true) @Nullable
            Integer rank,

            @Schema(example = "0.43", nullable = true) @Nullable
            Double mean,

            @Schema(example = "0.06", nullable = true) @Nullable
            Double std,

            @Schema(example = "[0.41, 0.38, 0.51]") List<Double> scores,
            @Schema(example = "0.31") double fitSeconds,

            @Schema(
                    example = "max_features is 12; allowed is 1 to 9",
                    nullable = true,
                    description = "There if it could not be fitted")
            @Nullable
            String error) {}
}
