package dev.tasuki.core.port;

import dev.tasuki.core.task.AliasAnswer;
import dev.tasuki.core.task.AliasLine;
import dev.tasuki.core.task.AliasMove;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelName;
import dev.tasuki.core.task.ModelNumber;
import dev.tasuki.core.task.ModelVersion;
import dev.tasuki.core.task.NamedModel;
import dev.tasuki.core.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of models. The transition that completes a training gives its model the next version of the training's
 * name, if that has the form of a {@link ModelName}; the one that removes a task takes the version away, and is refused
 * while an alias points to it. A number is never given twice. Beyond {@link Limits#MODEL_NAMES} names with versions a
 * further one gets none. Each change of an alias is a line of the {@link ChangeLog}. Safe for any number of threads and
 * processes. A store that cannot be reached throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>Version 3 becomes the champion, unless somebody else has changed that since it was version 2:
 *
 * <pre>{@code
 * AliasMove.Source byMe = new AliasMove.Source(AliasMove.How.SET, "me");
 * AliasAnswer answer = names.move(new AliasMove(new ModelName("sales"), ModelAlias.CHAMPION, 2L, 3, byMe));
 * }</pre>
 */
public interface ModelNames {
    /** Every name that has a version, in no order. */
    List<NamedModel> all();

    /** The name in any spelling; empty if it has no version. */
    Optional<NamedModel> find(ModelName name);

    /** The versions below a number, the highest first, at most {@code limit}. */
    List<ModelVersion> versions(ModelName name, long before, int limit);

    /** What these models are among those of their names; those without a version are left out. */
    Map<TaskId, ModelNumber> numbers(List<TaskId> models);

    /** The changes of the name's aliases, the last first, at most {@link Limits#ALIAS_HISTORY}. */
    List<AliasLine> history(ModelName name);

    /** Changes an alias, unless something is in the way. A version that it has already is no change. */
    AliasAnswer move(AliasMove move);
}
