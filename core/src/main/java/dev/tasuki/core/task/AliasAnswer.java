package dev.tasuki.core.task;

/**
 * What became of an {@link AliasMove}.
 *
 * @param result whether it was made, or why not
 * @param before the version that the alias had, 0 for none
 */
public record AliasAnswer(Result result, long before) {
    /** Whether it was made. */
    public enum Result {
        /** It points to the version now; also if it did before. */
        MOVED,
        /** It does not have the expected version. */
        CONFLICT,
        /** The name has no such version. */
        NO_VERSION,
        /** There is no such alias to delete. */
        NO_ALIAS,
        /** The name has as many aliases as it may have. */
        TOO_MANY
    }
}
