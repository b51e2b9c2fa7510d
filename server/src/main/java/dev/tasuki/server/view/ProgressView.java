package dev.tasuki.server.view;

import dev.tasuki.core.task.Progress;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How far a training has come.
 *
 * @param fraction 0 to 1
 * @param stage queued, reading, fitting, evaluating, storing or done
 * @param text one line for a person, possibly empty
 */
@Schema(name = "Progress", description = "How far a training has come")
public record ProgressView(
        @Schema(example = "0.37", minimum = "0", maximum = "1")
        double fraction,

        @Schema(
                example = "fitting",
                allowableValues = {"queued", "reading", "fitting", "evaluating", "storing", "done"})
        String stage,

        @Schema(example = "tree 37 of 100") String text) {

    static ProgressView of(Progress progress) {
        return new ProgressView(progress.fraction(), progress.stage(), progress.text());
    }
}
