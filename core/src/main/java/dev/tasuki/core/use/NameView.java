package dev.tasuki.core.use;

import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import java.util.List;

/**
 * A name as a client sees it.
 *
 * @param history the changes of its aliases, the last first
 * @param versions its versions, the highest first, not all of them if there are many
 */
public record NameView(NamedModel named, List<AliasLine> history, List<ModelVersion> versions) {
    public NameView {
        history = List.copyOf(history);
        versions = List.copyOf(versions);
    }
}
