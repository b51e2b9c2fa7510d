package dev.tasuki.server.view;

import dev.tasuki.core.request.Algorithms;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be trained.
 *
 * @param algorithms the random forests first
 */
@Schema(name = "AlgorithmList", description = "What can be trained, each with its parameters")
public record AlgorithmList(List<AlgorithmView> algorithms) {
    /** All of them. */
    public static AlgorithmList all() {
        return new AlgorithmList(
                Algorithms.all().stream().map(AlgorithmView::of).toList());
    }

    /**
     * One of them.
     *
     * @param name for algorithm
     * @param predicts number, class, or score: how unlike the others a row is
     * @param takes beyond complete numbers
     * @param equality with scikit-learn
     * @param parameters for params
     */
    @Schema(name = "Algorithm", description = "An algorithm with its parameters")
    public record AlgorithmView(
            @Schema(example = "RandomForestRegressor", description = "What algorithm names it by")
            String name,

            @Schema(
                    example = "number",
                    allowableValues = {"number", "class", "score"},
                    description = "What it predicts")
            String predicts,

            @Schema(
                    example = "[\"checkpoints\"]",
                    description = "What it can do beyond complete numbers: missing (values), categories,"
                            + " one_hot (not codes, but a number for each category), and checkpoints (a training that"
                            + " was interrupted goes on where it was)")
            List<String> takes,

            @Schema(
                    example = "exact",
                    description = "How near to scikit-learn's its models are: exact (to the last bit), a relative"
                            + " difference of predictions, or own (not compared)")
            String equality,

            List<ParameterView> parameters) {
        private static AlgorithmView of(Algorithms.Algorithm algorithm) {
            return new AlgorithmView(
                    algorithm.name(),
                    algorithm.predicts(),
                    algorithm.takes(),
                    algorithm.equality(),
                    algorithm.parameters().stream().map(ParameterView::of).toList());
        }
    }

    /**
     * A parameter.
     *
     * @param name scikit-learn's
     * @param type of its values
     * @param nullable whether null is a value
     * @param allowed in words
     * @param values the words that it takes
     * @param defaultValue when it is left out
     * @param description one sentence
     */
    @Schema(name = "Parameter", description = "A parameter of an algorithm")
    public record ParameterView(
            @Schema(example = "max_depth") String name,

            @Schema(
                    example = "integer",
                    allowableValues = {"integer", "number", "boolean", "string", "any"},
                    description = "Of its values; any: of more than one type")
            String type,

            @Schema(example = "true", description = "Whether null is a value, too")
            boolean nullable,

            @Schema(example = "an integer of at least 1, or null", description = "What it takes, in words")
            String allowed,

            @Schema(example = "[]", description = "The words that it takes; empty: they do not tell it all")
            List<String> values,

            @Schema(
                    implementation = Object.class,
                    example = "3",
                    description = "Its value when it is left out of a request")
            @Nullable
            Object defaultValue,

            @Schema(example = "Greatest depth of a tree; null is unlimited")
            String description) {
        private static ParameterView of(Algorithms.Described parameter) {
            return new ParameterView(
                    parameter.name(),
                    parameter.type().isEmpty() ? "any" : parameter.type(),
                    parameter.nullable(),
                    parameter.allowed(),
                    parameter.words(),
                    parameter.usual(),
                    parameter.description());
        }
    }
}
