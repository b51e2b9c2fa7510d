package dev.tasuki.server.view;

import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.use.NameView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name of models, its versions and its aliases.
 *
 * @param name as it was spelled first
 * @param means what the name alone means: the champion, else the latest version; null: the model whose id it is
 * @param latest the highest version that there is
 * @param aliases where they point, by alias
 * @param history how the aliases changed, the last first
 * @param versions the highest first
 */
@Schema(name = "ModelName", description = "A name of models, its versions and its aliases")
public record NameDetails(
        @Schema(example = "progression") String name,

        @Schema(
                example = "2",
                nullable = true,
                description = "The version that the name alone means; null if it is a model's id, which is meant then")
        @Nullable
        Long means,

        @Schema(example = "3") long latest,
        List<Pointer> aliases,

        @Schema(description = "How the aliases changed, the last first; at most 1,000")
        List<Step> history,

        @Schema(description = "The highest first; at most 100")
        List<Version> versions) {

    /**
     * An alias.
     *
     * @param alias which
     * @param version what it points to
     * @param modelId the model of that version
     */
    @Schema(name = "ModelAlias", description = "An alias")
    public record Pointer(
            @Schema(example = "champion") String alias,
            @Schema(example = "2") long version,
            @Schema(example = Examples.NEW_MODEL) String modelId) {}

    /**
     * A change of an alias.
     *
     * @param alias which
     * @param version what it pointed to from then on; null: it was deleted
     * @param how set, rollback or delete
     * @param at when
     * @param by who, in the client's own words
     */
    @Schema(name = "AliasChange", description = "A change of an alias")
    public record Step(
            @Schema(example = "champion") String alias,

            @Schema(example = "2", nullable = true, description = "null: it was deleted") @Nullable
            Long version,

            @Schema(
                    example = "set",
                    allowableValues = {"set", "rollback", "delete"})
            String how,

            Instant at,

            @Schema(example = "ci", nullable = true) @Nullable
            String by) {}

    /**
     * A version.
     *
     * @param version its number
     * @param modelId its model
     * @param at when its training completed
     */
    @Schema(name = "ModelVersion", description = "A version of a name")
    public record Version(
            @Schema(example = "3") long version,
            @Schema(example = Examples.NEW_MODEL) String modelId,
            Instant at) {}

    /** The name as clients see it. */
    public static NameDetails of(NameView view) {
        NamedModel named = view.named();
        return new NameDetails(
                named.name().value(),
                named.alsoAnId() ? null : named.standard().number(),
                named.latest().number(),
                named.aliases().entrySet().stream()
                        .map(alias -> new Pointer(
                                alias.getKey(),
                                alias.getValue().number(),
                                alias.getValue().model().value()))
                        .toList(),
                view.history().stream().map(NameDetails::step).toList(),
                view.versions().stream().map(NameDetails::version).toList());
    }

    private static Step step(AliasLine line) {
        return new Step(
                line.alias(),
                line.version() == 0 ? null : line.version(),
                line.how().name().toLowerCase(Locale.ROOT),
                line.at(),
                line.by());
    }

    private static Version version(ModelVersion version) {
        return new Version(version.number(), version.model().value(), version.at());
    }
}
