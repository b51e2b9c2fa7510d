package dev.tasuki.server.view;

import dev.tasuki.core.request.TrainingPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to POST /train?validateOnly=true.
 *
 * @param datasetId the dataset
 * @param rows of the dataset
 * @param columns of the dataset
 * @param features columns to learn from
 * @param target column to predict
 * @param algorithm what would be fitted
 * @param params of the algorithm, all of them
 * @param preprocess what would be done with the columns
 * @param split of the rows
 * @param search what would be tried before
 * @param memoryBytes at the peak
 * @param seconds of the run
 * @param warnings what there is to know of the request
 */
@Schema(
        name = "TrainPlan",
        description = "What would be trained, for which price. Nothing was stored.",
        example = Examples.PLAN)
public record PlanView(
        @Schema(example = "diabetes") String datasetId,

        @Schema(example = "442", description = "Rows of the dataset")
        long rows,

        @Schema(example = "11", description = "Columns of the dataset")
        int columns,

        @Schema(example = "[\"age\", \"bmi\"]") List<String> features,
        @Schema(example = "target") String target,

        @Schema(example = "RandomForestRegressor", description = "As asked for, or as the target's values suggest")
        String algorithm,

        @Schema(
                type = "object",
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                example = "{\"n_estimators\": 100, \"max_depth\": 3}",
                description = "The algorithm's parameters, those that were left out with their defaults")
        Map<String, @Nullable Object> params,

        @Schema(
                description = "What would be done with the columns, as far as is known before their rows are read;"
                        + " empty where all are complete numbers")
        List<PlannedColumnView> preprocess,

        SplitPlan split,

        @Schema(nullable = true, description = "What would be tried before the model is learned; null: nothing")
        @Nullable
        SearchPlan search,

        @Schema(description = "Memory at the peak, estimated from above: most trainings need a part of it")
        Range memoryBytes,

        @Schema(
                description = "Seconds of the run once it has begun, on a machine like the one this was measured on;"
                        + " very rough, as nothing is tried")
        Range seconds,

        @Schema(example = "[]", description = "What there is to know of the request, one sentence each; empty: nothing")
        List<String> warnings) {
    public static PlanView of(TrainingPlan plan) {
        TrainingPlan.Split split = plan.split();
        TrainingPlan.SearchPlan search = plan.search();
        return new PlanView(
                plan.dataset().value(),
                plan.rows(),
                plan.columns(),
                plan.features(),
                plan.target(),
                plan.algorithm(),
                plan.params(),
                PlannedColumnView.of(plan.preprocess()),
                new SplitPlan(split.testSize(), split.randomState(), split.stratify(), split.train(), split.test()),
                search == null ? null : new SearchPlan(search.candidates(), search.folds()),
                Range.of(plan.bytes()),
                Range.of(plan.seconds()),
                plan.warnings());
    }

    /**
     * How the rows are split.
     *
     * @param testSize share held out
     * @param splitRandomState seed
     * @param stratify keeps the classes' proportions
     * @param trainRows rows to learn from
     * @param testRows rows held out
     */
    @Schema(name = "TrainPlanSplit")
    public record SplitPlan(
            @Schema(example = "0.2") double testSize,
            @Schema(example = "42") long splitRandomState,
            @Schema(example = "false") boolean stratify,
            @Schema(example = "353") long trainRows,
            @Schema(example = "89") long testRows) {}

    /**
     * What would be tried before the model is learned.
     *
     * @param candidates how many
     * @param folds on which each would be fitted
     */
    @Schema(name = "TrainPlanSearch")
    public record SearchPlan(
            @Schema(example = "6") int candidates,
            @Schema(example = "5") int folds) {}

    /**
     * An estimate with its bounds.
     *
     * @param estimate the middle
     * @param low nine of ten are above it
     * @param high nine of ten are below it
     */
    @Schema(name = "TrainPlanRange", description = "An estimate; nine of ten should lie between low and high")
    public record Range(
            @Schema(example = "0.08") double estimate,
            @Schema(example = "0.014") double low,
            @Schema(example = "0.5") double high) {
        static Range of(TrainingPlan.Range range) {
            return new Range(range.estimate(), range.low(), range.high());
        }
    }
}
