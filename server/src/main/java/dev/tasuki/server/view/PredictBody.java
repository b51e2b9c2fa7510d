package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST /predict, for the document: {@code core} reads the bytes itself.
 *
 * @param modelId the model to ask
 * @param datasetId not used
 * @param inputData one row or several
 * @param eachRow whether a row of no use is null in the answer
 * @param explain whether the answer tells what each column adds
 * @param interval the level of intervals around numbers
 */
@Schema(
        name = "PredictRequest",
        description = "What to predict",
        requiredProperties = {"model_id", "input_data"},
        example = Examples.PREDICT)
public record PredictBody(
        @Schema(
                example = Examples.MODEL,
                pattern = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@([1-9][0-9]{0,8}|[a-z][a-z0-9-]{0,63}))?$",
                description = "The model to ask, as POST /train answered; diabetes-demo is there from the first start."
                        + " Also a name, name@3, name@champion or name@latest: a name alone means its champion, else its"
                        + " latest version")
        String modelId,

        @Schema(example = "diabetes", nullable = true, description = "Not used; published clients send it") @Nullable
        String datasetId,

        @Schema(
                implementation = Object.class,
                example = Examples.INPUT,
                description = "One object of feature values by name, or a list of them. Every feature of the model"
                        + " must be there, as text, number, true, false or null, as it stands in the"
                        + " file; other names are ignored.")
        Object inputData,

        @Schema(
                defaultValue = "false",
                description = "true: a row that cannot be predicted is null in its place, and row_warnings says why;"
                        + " otherwise it ends the request with 422")
        @Nullable
        Boolean eachRow,

        @Schema(
                defaultValue = "false",
                description = "true: the answer has an explanation, which tells what each column adds to the"
                        + " prediction. A model that cannot tell (IsolationForest) refuses with 422 not_explainable")
        @Nullable
        Boolean explain,

        @Schema(
                example = "0.9",
                nullable = true,
                description =
                        "Above 0 and below 1. The answer has an interval around each predicted number, which has the true"
                                + " one inside"
                                + " with this probability. A classifier, an older model and one with too few held-out rows refuse"
                                + " with 422 no_interval")
        @Nullable
        Double interval) {}
