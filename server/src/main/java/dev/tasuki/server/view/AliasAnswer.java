package dev.tasuki.server.view;

import dev.tasuki.core.use.AliasView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An alias that was set or rolled back.
 *
 * @param name whose it is
 * @param alias which
 * @param version what it points to now
 * @param modelId the model of that version
 * @param before what it pointed to before; null: it was not set
 */
@Schema(name = "AliasAnswer", description = "Where an alias points now")
public record AliasAnswer(
        @Schema(example = "progression") String name,
        @Schema(example = "champion") String alias,
        @Schema(example = "3") long version,
        @Schema(example = Examples.NEW_MODEL) String modelId,
        @Schema(example = "2", nullable = true) @Nullable Long before) {

    /** The alias as clients see it. */
    public static AliasAnswer of(AliasView alias) {
        return new AliasAnswer(
                alias.name().value(),
                alias.alias().value(),
                alias.version(),
                alias.model().value(),
                alias.before() == 0 ? null : alias.before());
    }
}
