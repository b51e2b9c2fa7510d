package dev.tasuki.core.use;

import dev.tasuki.core.task.ModelAlias;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.ModelName;

/**
 * An alias as it is now.
 *
 * @param before the version that it had before, 0 for none
 */
public record AliasView(ModelName name, ModelAlias alias, long version, ModelId model, long before) {}
