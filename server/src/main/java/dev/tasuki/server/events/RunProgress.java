package dev.tasuki.server.events;

import dev.tasuki.core.task.TaskRow;
import dev.tasuki.server.view.ProgressView;
import org.jspecify.annotations.Nullable;

/** What the gauge {@code progress} says of one run: the members of {@link ProgressView} beside the task's id. */
record RunProgress(
        String taskId,
        double fraction,
        String stage,
        String text,
        @Nullable Integer step,
        @Nullable Integer steps,
        ProgressView.@Nullable Score score) {

    static RunProgress of(TaskRow row) {
        ProgressView view = ProgressView.of(row.progress());
        return new RunProgress(
                row.id().value(), view.fraction(), view.stage(), view.text(), view.step(), view.steps(), view.score());
    }
}
