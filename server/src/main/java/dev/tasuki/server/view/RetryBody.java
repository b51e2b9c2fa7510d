package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST /tasks/retry, for the document: the route reads it itself.
 *
 * @param state in what states
 * @param datasetId of what dataset
 * @param tag with what tag
 * @param code failed with what code
 * @param rate tasks a second
 */
@Schema(
        name = "RetryFilter",
        description = "Which tasks are tried again. A member that is not known is refused; dataset is taken for"
                + " dataset_id, and a list of states for several.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        example = Examples.RETRY)
public record RetryBody(
        @Schema(
                example = "TASK_ERROR",
                defaultValue = "TASK_ERROR",
                description = "TASK_ERROR, TASK_CANCELLED or both, parted by a comma")
        @Nullable
        String state,

        @Schema(example = "diabetes", description = "Only of this dataset") @Nullable
        String datasetId,

        @Schema(example = "nightly", description = "Only with this tag") @Nullable
        String tag,

        @Schema(example = "too_many_attempts", description = "Only what failed with this error code") @Nullable
        String code,

        @Schema(example = "5", defaultValue = "10", minimum = "1", maximum = "1000", description = "Tasks a second")
        @Nullable
        Integer rate) {}
