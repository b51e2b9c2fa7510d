package dev.tasuki.core.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many tasks of one group may run at once, over all consumers. A task that would be one too many
 * waits; its attempts are not touched.
 *
 * @param datasets for the tasks on one dataset
 * @param tags for the tasks with one tag; a task with several tags needs room under each
 */
public record Caps(Cap datasets, Cap tags) {
    /** No group is limited. */
    public static final Caps NONE = new Caps(Cap.NONE, Cap.NONE);

    /** True if no group is limited. */
    public boolean none() {
        return datasets.none() && tags.none();
    }

    /** The limited groups that a task belongs to, each with its limit; at least 1. */
    public Map<Group, Integer> of(TaskSpec spec) {
        return of(spec.dataset(), spec.tags());
    }

    /** The limited groups of the tasks on this dataset with these tags. */
    public Map<Group, Integer> of(DatasetId dataset, List<String> labels) {
        Map<Group, Integer> limits = new LinkedHashMap<>();
        datasets.of(dataset.value()).ifPresent(most -> limits.put(Group.dataset(dataset), most));
        for (String tag : labels) {
            tags.of(tag).ifPresent(most -> limits.put(Group.tag(tag), most));
        }
        return limits;
    }

    /**
     * The limits of one kind of group.
     *
     * @param named of the groups with these names, each at least 1
     * @param others of every other group, at least 1; empty: not limited
     */
    public record Cap(Map<String, Integer> named, OptionalInt others) {
        /** None. */
        public static final Cap NONE = new Cap(Map.of(), OptionalInt.empty());

        public Cap {
            named = Map.copyOf(named);
            if (named.values().stream().anyMatch(most -> most < 1) || others.orElse(1) < 1) {
                throw new IllegalArgumentException("a cap below 1 would let nothing run: " + named + ", " + others);
            }
        }

        boolean none() {
            return named.isEmpty() && others.isEmpty();
        }

        OptionalInt of(String name) {
            Integer most = named.get(name);
            return most == null ? others : OptionalInt.of(most);
        }
    }
}
