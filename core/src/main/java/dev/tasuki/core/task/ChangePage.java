package dev.tasuki.core.task;

import java.util.List;

/**
 * What a look into the change log brought.
 *
 * @param changes in the order of their versions
 * @param upTo the version to go on from: nothing up to it is missing, and nothing will come
 */
public record ChangePage(List<Change> changes, long upTo) {
    public ChangePage {
        changes = List.copyOf(changes);
    }

    /**
     * True if the page may have ended because it was full: asking on at once is worth a query only then.
     *
     * @param after the version after which it was asked for
     * @param limit of the question
     */
    public boolean mayHaveMore(long after, int limit) {
        return upTo - after >= limit;
    }
}
