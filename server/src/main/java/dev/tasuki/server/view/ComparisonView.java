package dev.tasuki.server.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.use.Comparison;
import dev.tasuki.core.use.ModelView;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Models side by side.
 *
 * @param models in the order in which they were named
 * @param sameDataset whether they learned from equal bytes
 * @param sameRows whether they were measured on the same rows
 * @param sameFolds whether they were measured on the same folds, too
 * @param judgedBy the metric that says which is better
 * @param lead who leads by that
 * @param metrics every number that one of them has
 * @param differs settings that are not the same
 */
@Schema(name = "Comparison", description = "Models side by side; every list of values is in the order of the models")
public record ComparisonView(
        List<ComparedModel> models,

        @Schema(example = "true", description = "Whether all learned from equal bytes")
        boolean sameDataset,

        @Schema(
                example = "true",
                description = "Whether all were measured on the same rows: of equal bytes, equally split, by the same"
                        + " target. Else nothing is judged")
        boolean sameRows,

        @Schema(example = "true", description = "Whether all were also measured on the same folds")
        boolean sameFolds,

        @Schema(
                example = "rmse",
                nullable = true,
                description = "The metric that says which is better; null if rows differ, or one of them lacks it")
        @Nullable
        String judgedBy,

        @Schema(nullable = true, description = "Who leads by it; null if nothing is judged, or the best are equal")
        @Nullable
        Lead lead,

        List<Figure> metrics,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description = "Only settings that are not the same in all; of unlike algorithms those"
                                        + " parameters that all have or a request named"))
        List<Difference> differs) {
    /** As clients see it. */
    public static ComparisonView of(Comparison comparison) {
        Comparison.Lead lead = comparison.lead();
        return new ComparisonView(
                comparison.models().stream().map(ComparedModel::of).toList(),
                comparison.same().dataset(),
                comparison.same().rows(),
                comparison.same().folds(),
                comparison.judgedBy(),
                lead == null ? null : new Lead(lead.model(), lead.over(), lead.by(), lead.folds(), lead.betterOn()),
                comparison.metrics().stream().map(Figure::of).toList(),
                comparison.differs().stream()
                        .map(one -> new Difference(one.setting(), one.values()))
                        .toList());
    }

    /**
     * One of them.
     *
     * @param ref by what it was named
     * @param modelId its id
     * @param name the client's label
     * @param version its number among the models of its name
     * @param aliases that point to it
     * @param algorithm scikit-learn's name of what was fitted
     * @param trees how many
     * @param fitSeconds how long the fit took
     * @param cv scores on folds
     * @param learningCurve the score by trees or rounds
     */
    @Schema(name = "ComparedModel", description = "A model of a comparison; GET /models/{id} has the rest")
    public record ComparedModel(
            @Schema(example = "progression@champion", description = "By what it was named")
            String ref,

            @Schema(example = Examples.MODEL) String modelId,

            @Schema(example = "progression", nullable = true) @Nullable
            String name,

            @Schema(
                    example = "3",
                    nullable = true,
                    description = "Its number among the models of its name; null if it has none")
            @Nullable
            Long version,

            @Schema(example = "[\"champion\"]", description = "What points to it")
            List<String> aliases,

            @Schema(example = "RandomForestRegressor", implementation = String.class, nullable = true) @Nullable
            JsonNode algorithm,

            @Schema(example = "100", implementation = Integer.class, nullable = true) @Nullable
            JsonNode trees,

            @Schema(example = "0.084", implementation = Double.class, nullable = true) @Nullable
            JsonNode fitSeconds,

            @Schema(implementation = CrossValidated.class, nullable = true) @Nullable
            JsonNode cv,

            @Schema(implementation = LearningCurve.class, nullable = true) @Nullable
            JsonNode learningCurve) {
        private static ComparedModel of(Comparison.Compared compared) {
            ModelView model = compared.model();
            ModelNumber number = model.number();
            JsonNode report = model.report();
            return new ComparedModel(
                    compared.ref().toString(),
                    model.row().id().value(),
                    model.row().spec().name(),
                    number == null ? null : number.version(),
                    number == null ? List.of() : number.aliases(),
                    part(report, "algorithm"),
                    part(report, "trees"),
                    part(report, "fit_seconds"),
                    part(report, "cv"),
                    part(report, "learning_curve"));
        }

        private static @Nullable JsonNode part(@Nullable JsonNode report, String name) {
            return report == null ? null : report.get(name);
        }
    }

    /**
     * A number of each model.
     *
     * @param name of the metric
     * @param better whether higher or lower is
     * @param values null where a model has none
     * @param dummy that of what looks at no feature
     */
    @Schema(name = "ComparedMetric", description = "A number of each model, on the rows that were held out")
    public record Figure(
            @Schema(example = "rmse") String name,

            @Schema(
                    example = "lower",
                    allowableValues = {"higher", "lower"},
                    nullable = true,
                    description = "null where neither is better")
            @Nullable
            String better,

            @ArraySchema(
                    arraySchema = @Schema(example = "[53.04, 54.87]", description = "null where a model has none"),
                    schema = @Schema(implementation = Double.class, nullable = true))
            List<@Nullable JsonNode> values,

            @Schema(
                    example = "73.22",
                    implementation = Double.class,
                    nullable = true,
                    description = "That of what looks at no feature, on the same rows; null if rows differ")
            @Nullable
            JsonNode dummy) {
        private static Figure of(Comparison.Figure figure) {
            Boolean greater = figure.greaterIsBetter();
            return new Figure(
                    figure.name(),
                    greater == null ? null : greater ? "higher" : "lower",
                    figure.values(),
                    figure.dummy());
        }
    }

    /**
     * Who leads.
     *
     * @param model the place of the best, counted from 0
     * @param over the place of the next
     * @param by by how much
     * @param folds that both were measured on
     * @param betterOn on how many of them the best is better
     */
    @Schema(name = "Lead", description = "Which model is the best, and whether folds agree")
    public record Lead(
            @Schema(example = "0", description = "Its place among the models, counted from 0")
            int model,

            @Schema(example = "1", description = "The place of the next best")
            int over,

            @Schema(example = "1.83", description = "By how much the metric of the two differs")
            double by,

            @Schema(example = "5", description = "Folds that both were measured on; 0: there are none")
            int folds,

            @Schema(
                    example = "4",
                    description = "On how many of them the best is better; if not on all, its lead may be chance")
            int betterOn) {}

    /**
     * A setting that is not the same in all.
     *
     * @param setting by the name that POST /train has for it
     * @param values null where a model has none, or has null
     */
    @Schema(name = "SettingDifference", description = "A setting that is not the same in all models")
    public record Difference(
            @Schema(example = "max_depth", description = "As POST /train names it; dataset: id, rows and hash")
            String setting,

            @ArraySchema(
                    arraySchema =
                            @Schema(example = "[3, 8]", description = "null where a model has none, or it is null"),
                    schema = @Schema(implementation = Object.class))
            List<@Nullable JsonNode> values) {}
}
