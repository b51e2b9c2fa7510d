package dev.tasuki.server.view;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of PUT /models/{name}/aliases/{alias}, for the document: {@code core} reads the bytes itself.
 *
 * @param version the version that the alias is to have
 * @param expected the version that it has now
 * @param by who wants it
 */
@Schema(
        name = "AliasRequest",
        description = "Where an alias is to point; another member is refused",
        requiredProperties = "version",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        example = Examples.ALIAS)
public record AliasBody(
        @Schema(example = "3", minimum = "1", maximum = "999999999", description = "A version of the name")
        long version,

        @Schema(
                example = "2",
                minimum = "0",
                maximum = "999999999",
                nullable = true,
                description = "The version that the alias must have now, 0 for none, else 409 alias_conflict; left out:"
                        + " whichever it has")
        @Nullable
        Long expected,

        @Schema(
                example = "ci",
                maxLength = 64,
                nullable = true,
                description = "Who wants it, in your own words, for the history")
        @Nullable
        String by) {}
