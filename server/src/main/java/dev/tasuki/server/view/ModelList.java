package dev.tasuki.server.view;

import dev.tasuki.core.use.ModelView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of models, newest first.
 *
 * @param models at most as many as were requested
 * @param nextCursor brings the next page as {@code ?cursor=}; null on the last one
 */
@Schema(name = "ModelList", description = "One page of models, newest first")
public record ModelList(
        List<ModelSummary> models,
        @Schema(example = "1041", nullable = true) @Nullable String nextCursor) {

    /** A page; a full one may have a successor. */
    public static ModelList of(List<ModelView> models, int limit) {
        return new ModelList(
                models.stream().map(ModelSummary::of).toList(),
                Cursor.after(models.stream().map(ModelView::row).toList(), limit));
    }
}
