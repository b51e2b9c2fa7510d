package dev.tasuki.server.view;

import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.StepLine;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a training has come.
 *
 * @param fraction 0 to 1
 * @param stage what goes on, one word; a search and folds have their own
 * @param text one line for a person, possibly empty
 * @param step trees, rounds, fits or folds so far; null while none are counted
 * @param steps how many there will be at most; null while none are counted
 * @param score how good the steps so far are; null if that is not known
 */
@Schema(name = "Progress", description = "How far a training has come")
public record ProgressView(
        @Schema(example = "0.37", minimum = "0", maximum = "1")
        double fraction,

        @Schema(
                example = "fitting",
                allowableValues = {
                    "queued",
                    "waiting",
                    "reading",
                    "searching",
                    "fitting",
                    "evaluating",
                    "cross-validating",
                    "storing",
                    "done"
                })
        String stage,

        @Schema(example = "tree 37 of 100") String text,

        @Schema(
                example = "37",
                nullable = true,
                description = "Trees, rounds, fits or folds so far, if they are counted")
        @Nullable
        Integer step,

        @Schema(example = "100", nullable = true, description = "How many there will be at most") @Nullable
        Integer steps,

        @Nullable Score score) {

    /**
     * How good the steps so far are.
     *
     * @param metric what it measures
     * @param value greater is better
     * @param step the number of steps that it is about
     */
    @Schema(
            name = "ProgressScore",
            nullable = true,
            description = "Of a forest with oob_score after each tenth of its trees, of boosting with early stopping"
                    + " after each round; null if there is none")
    public record Score(
            @Schema(
                    example = "oob_r2",
                    allowableValues = {"oob_r2", "oob_accuracy", "early_stopping_score"})
            String metric,

            @Schema(example = "0.4123") double value,
            @Schema(example = "30") int step) {}

    /** The progress as clients see it. */
    public static ProgressView of(Progress progress) {
        Optional<StepLine> line = StepLine.read(progress.text());
        return new ProgressView(
                progress.fraction(),
                progress.stage(),
                progress.text(),
                line.map(StepLine::step).orElse(null),
                line.map(StepLine::steps).orElse(null),
                line.map(StepLine::score)
                        .map(score -> new Score(score.metric().word(), score.value(), score.after()))
                        .orElse(null));
    }
}
