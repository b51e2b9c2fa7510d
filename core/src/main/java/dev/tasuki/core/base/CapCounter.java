package dev.tasuki.core.base;

import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.TaskSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many more tasks of each limited group may run. For one thread. */
public final class CapCounter {
    private final Caps caps;
    private final Map<Group, Integer> taken = new HashMap<>();
    private final Set<Group> full = new HashSet<>();

    public CapCounter(Caps caps) {
        this.caps = caps;
    }

    /** The groups that have no place left. */
    public Set<Group> full() {
        return Set.copyOf(full);
    }

    /** Takes a place in every group of the task; false, and takes none, if one of them is full. */
    public boolean take(TaskSpec spec) {
        if (caps.of(spec).keySet().stream().anyMatch(full::contains)) {
            return false;
        }
        occupy(spec);
        return true;
    }

    /** The task runs already. */
    public void occupy(TaskSpec spec) {
        caps.of(spec).forEach((group, most) -> {
            if (taken.merge(group, 1, Integer::sum) >= most) {
                full.add(group);
            }
        });
    }
}
