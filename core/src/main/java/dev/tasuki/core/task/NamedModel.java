package dev.tasuki.core.task;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A name that has at least one version, and what is needed to answer for it without looking again.
 *
 * @param name as the first training spelled it
 * @param latest the highest version that there is
 * @param aliases the versions that aliases point to, by alias
 * @param alsoAnId true if there is a model with this id, which is then meant by the name alone
 */
public record NamedModel(
        ModelName name, ModelVersion latest, SortedMap<String, ModelVersion> aliases, boolean alsoAnId) {
    public NamedModel {
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }

    /** The version of an alias; the latest for {@link ModelAlias#LATEST}. */
    public Optional<ModelVersion> of(ModelAlias alias) {
        return alias.equals(ModelAlias.LATEST) ? Optional.of(latest) : Optional.ofNullable(aliases.get(alias.value()));
    }

    /** What the name alone means: the champion if there is one, else the latest. */
    public ModelVersion standard() {
        return of(ModelAlias.CHAMPION).orElse(latest);
    }
}
