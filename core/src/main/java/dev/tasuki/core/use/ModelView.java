package dev.tasuki.core.use;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.TaskRow;
import org.jspecify.annotations.Nullable;

/**
 * A model as a client sees it: its training, and what came of it.
 *
 * @param metrics numbers by name; null unless the training completed
 * @param report parameters, features, importances, held-out sample; null in lists and unless completed
 * @param number what it is among the models of its name; null unless it has a version
 */
public record ModelView(
        TaskRow row,
        @Nullable JsonNode metrics,
        @Nullable JsonNode report,
        @Nullable ModelNumber number) {}
