package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/**
 * The scores of the learner on folds of all rows, as scikit-learn's cross_val_score gives them.
 *
 * @param folds how many were requested
 * @param splitter scikit-learn's name of how rows were dealt out
 * @param complete false if the training was to finish early: the table has the folds that had ended by then
 * @param table one row for each fold
 * @param mean of each metric over the folds
 * @param std population standard deviation of each metric over the folds
 */
@Schema(name = "CrossValidation", description = "Scores of the learner on folds of all rows")
public record CrossValidated(
        @Schema(example = "5") int folds,

        @Schema(
                example = "KFold",
                allowableValues = {"KFold", "StratifiedKFold"})
        String splitter,

        @Schema(example = "true") boolean complete,
        List<Fold> table,

        @Schema(example = "{\"rmse\": 57.8, \"r2\": 0.42}") Map<String, Double> mean,
        @Schema(example = "{\"rmse\": 2.7, \"r2\": 0.06}") Map<String, Double> std) {
    /**
     * One fold.
     *
     * @param fold its number, from 1
     * @param trainRows rows of the other folds, on which it was fitted
     * @param testRows its own rows, on which it was measured
     * @param metrics numbers by name
     */
    @Schema(name = "Fold", description = "Scores of one fold")
    public record Fold(
            @Schema(example = "1") int fold,
            @Schema(example = "353") int trainRows,
            @Schema(example = "89") int testRows,

            @Schema(example = "{\"rmse\": 53.4, \"r2\": 0.41}")
            Map<String, Double> metrics) {}
}
