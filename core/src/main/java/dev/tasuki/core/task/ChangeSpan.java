package dev.tasuki.core.task;

/**
 * What the change log holds.
 *
 * @param oldest the first version that is still there; 0 if nothing has ever changed
 * @param newest the last version that anybody could see; 0 if nothing has ever changed
 */
public record ChangeSpan(long oldest, long newest) {
    /** True if changes after this version have been removed from the log. */
    public boolean lacks(long version) {
        return version + 1 < oldest;
    }
}
