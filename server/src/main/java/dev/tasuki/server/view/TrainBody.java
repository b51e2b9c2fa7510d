package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST /train, for the document: {@code core} reads the bytes itself.
 *
 * @param datasetId the dataset to learn from
 * @param features columns to learn from
 * @param target column to predict
 * @param algorithm what to fit
 * @param params the algorithm's parameters
 * @param preprocess how columns become numbers
 * @param testSize share of rows held out
 * @param splitRandomState seed of the split
 * @param stratify keep the classes' proportions
 * @param cv folds that the learner is fitted and measured on besides
 * @param search what is tried before the model is learned
 * @param permutationImportance how often each feature is shuffled
 * @param name a label
 * @param tags labels to filter by
 * @param runAt not before this time
 * @param expiresAt not at all unless begun by this time
 * @param timeoutS longest time of one run
 * @param onTimeout what becomes of a run whose time is up
 * @param priority what is claimed first
 */
@Schema(
        name = "TrainRequest",
        description = "What to learn. Only the first three fields are required; without the others the"
                + " published behaviour applies.",
        requiredProperties = {"dataset_id", "features"},
        example = Examples.TRAIN)
public record TrainBody(
        @Schema(
                example = "diabetes",
                pattern = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$",
                description = "The dataset to learn from; GET /datasets lists them")
        String datasetId,

        @Schema(
                example = "[\"age\", \"bmi\", \"bp\", \"s1\", \"s2\", \"s3\", \"s4\", \"s5\", \"s6\"]",
                description = "Columns to learn from, each once, in the order that the trees see. [\"*\"]: every column"
                        + " but the target that can be learned from, in the file's order")
        List<String> features,

        @Schema(
                example = "target",
                nullable = true,
                description = "The column to predict; not one of the features. Required, except for an algorithm that"
                        + " finds anomalies, which has none")
        @Nullable
        String target,

        @Schema(
                example = "RandomForestRegressor",
                nullable = true,
                description =
                        "Left out: a random forest, a classifier if the target is text, else a regressor. auto: the"
                                + " best of several on folds of the training rows, as search says; the model's search has the"
                                + " table")
        @Nullable
        String algorithm,

        @Nullable TrainParameters params,

        @Schema(
                implementation = Object.class,
                example = "auto",
                nullable = true,
                description = "How columns become numbers: \"auto\" (the default) fills in or passes on missing values,"
                        + " encodes text and splits dates as it suits the algorithm, and leaves complete numbers as they"
                        + " are; \"none\" takes complete numbers alone; or an object with any of missing (median, mean,"
                        + " most_frequent, constant, native, error), indicator (true, false), categories (ordinal,"
                        + " one_hot, native, error), dates (parts, error), scale (true, false), and columns, an object"
                        + " with the same by a feature's name")
        @Nullable
        Object preprocess,

        @Schema(
                example = "0.2",
                defaultValue = "0.2",
                description = "Share of the rows held out to measure the model, above 0 and below 1")
        @Nullable
        Double testSize,

        @Schema(
                example = "42",
                defaultValue = "42",
                minimum = "0",
                maximum = "4294967295",
                description = "Seed of the split into training and held-out rows")
        @Nullable
        Long splitRandomState,

        @Schema(
                example = "false",
                defaultValue = "false",
                description = "Keep the proportions of the target's classes in both parts")
        @Nullable
        Boolean stratify,

        @Schema(
                example = "5",
                nullable = true,
                minimum = "2",
                maximum = "20",
                description = "Also fit and measure the learner on this many folds of all rows, as scikit-learn's"
                        + " cross_val_score does: StratifiedKFold for classes, KFold for numbers, unshuffled. The"
                        + " model's cv has the table. Costs as many fits more. Left out: no folds")
        @Nullable
        Integer cv,

        @Nullable Search search,

        @Schema(
                example = "5",
                defaultValue = "0",
                minimum = "0",
                maximum = "100",
                description = "How often each feature's values are shuffled among the held-out rows to measure its"
                        + " permutation importance, as scikit-learn's n_repeats; split_random_state is the seed. 0: it is"
                        + " not measured")
        @Nullable
        Integer permutationImportance,

        @Schema(
                example = "nightly",
                maxLength = 200,
                nullable = true,
                description = "A label for people; one that has the form of an id also numbers the models of that name,"
                        + " which may then be asked as nightly, nightly@3 or nightly@champion")
        @Nullable
        String name,

        @Schema(example = "[\"nightly\"]", description = "At most 20 labels to filter by, each at most 64 characters")
        @Nullable
        List<String> tags,

        @Schema(
                example = "2026-11-24T06:00:00Z",
                nullable = true,
                description = "Train at this time or as soon after it as a consumer is free; ISO 8601 with Z or an"
                        + " offset. Left out, or in the past: at once")
        @Nullable
        Instant runAt,

        @Schema(
                example = "2026-11-24T09:00:00Z",
                nullable = true,
                description = "If no consumer has begun by this time the task is not run and ends in TASK_ERROR with"
                        + " code task_expired; ISO 8601 with Z or an offset, later than run_at")
        @Nullable
        Instant expiresAt,

        @Schema(
                example = "600",
                nullable = true,
                maximum = "31536000",
                description =
                        "Seconds that one run may last, above 0: then it is stopped and the task ends in TASK_ERROR"
                                + " with code run_timed_out. Counted anew for each attempt. Left out: as long as it takes")
        @Nullable
        Double timeoutS,

        @Schema(
                example = "keep",
                defaultValue = "fail",
                allowableValues = {"fail", "keep"},
                description = "keep: when the time of a run is up, the trees or rounds that are there become the model,"
                        + " at least one; fail: the task ends in TASK_ERROR with code run_timed_out")
        @Nullable
        String onTimeout,

        @Schema(
                example = "5",
                defaultValue = "5",
                minimum = "0",
                maximum = "9",
                description = "Of the tasks that are due a higher one is claimed first, on every broker")
        @Nullable
        Integer priority) {
    /**
     * What is tried before the model is learned.
     *
     * @param grid lists of values
     * @param random lists of values and distributions
     * @param nIter how many are drawn
     * @param randomState the seed
     * @param cv folds
     * @param scoring the metric
     * @param maxSeconds of the search
     */
    @Schema(
            name = "TrainSearch",
            description =
                    "Candidates that are fitted on folds of the training rows, as by scikit-learn's GridSearchCV and"
                            + " RandomizedSearchCV; the model is learned with the best of them, and its search has the table."
                            + " Needs grid or random; with algorithm auto neither. At most 200 candidates")
    public record Search(
            @Schema(
                    type = "object",
                    additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                    example = "{\"max_depth\": [3, 5, null]}",
                    nullable = true,
                    description = "Lists of values by a parameter's name: every combination is tried")
            @Nullable
            Object grid,

            @Schema(
                    type = "object",
                    additionalProperties = Schema.AdditionalPropertiesValue.TRUE,
                    nullable = true,
                    description = "Lists of values, or distributions such as {\"loguniform\": [0.01, 0.3]},"
                            + " {\"uniform\": [0.5, 1]} or {\"randint\": [2, 10]}, by a parameter's name: n_iter"
                            + " combinations are drawn. Of lists they are those of scikit-learn's ParameterSampler")
            @Nullable
            Object random,

            @Schema(
                    example = "10",
                    minimum = "1",
                    maximum = "200",
                    nullable = true,
                    description = "Combinations that are drawn of random. Left out: 10")
            @Nullable
            Integer nIter,

            @Schema(
                    example = "42",
                    minimum = "0",
                    maximum = "4294967295",
                    nullable = true,
                    description = "Seed of the draws of random. Left out: 42")
            @Nullable
            Long randomState,

            @Schema(
                    example = "5",
                    minimum = "2",
                    maximum = "20",
                    nullable = true,
                    description =
                            "Folds of the training rows on which each candidate is fitted and measured. Left out: 5")
            @Nullable
            Integer cv,

            @Schema(
                    example = "r2",
                    nullable = true,
                    description = "The metric by which candidates are compared, by its name in a report's evaluation."
                            + " Where no algorithm is named it decides, too, whether numbers or classes are predicted."
                            + " Left out: r2, or accuracy; with algorithm auto log_loss for classes")
            @Nullable
            String scoring,

            @Schema(
                    example = "60",
                    maximum = "31536000",
                    nullable = true,
                    description = "When so many seconds are over the search ends with the best so far. Left out: all"
                            + " candidates are measured; with algorithm auto 60")
            @Nullable
            Double maxSeconds) {}

    /** The name of the parameters' schema. */
    public static final String PARAMETERS = "TrainParameters";

    /** The parameters; what they are is told by the learners themselves ({@code page.AlgorithmSchemas}). */
    @Schema(name = TrainBody.PARAMETERS)
    public record TrainParameters() {}
}
