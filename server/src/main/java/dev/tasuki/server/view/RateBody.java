package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST /dead-letters/{queue}/retry, for the document: the route reads it itself.
 *
 * @param rate letters a second
 */
@Schema(
        name = "RetryRate",
        description = "How fast letters are tried again; another member is refused",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record RateBody(
        @Schema(example = "5", defaultValue = "10", minimum = "1", maximum = "1000", description = "Letters a second")
        @Nullable
        Integer rate) {}
