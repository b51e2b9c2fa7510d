package dev.tasuki.core.task;

import java.util.List;

/**
 * What a model is among those of its name.
 *
 * @param version its number
 * @param aliases that point to it, sorted
 */
public record ModelNumber(long version, List<String> aliases) {
    public ModelNumber {
        aliases = List.copyOf(aliases);
    }
}
