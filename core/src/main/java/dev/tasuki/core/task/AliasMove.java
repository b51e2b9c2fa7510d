package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/**
 * A change of an alias.
 *
 * @param name whose alias it is
 * @param alias which; not {@link ModelAlias#LATEST}
 * @param expected the version that it must have now, 0 for none; null: whichever
 * @param version the version that it is to have; 0: none, the alias is deleted
 * @param source how it came about
 */
public record AliasMove(
        ModelName name, ModelAlias alias, @Nullable Long expected, long version, Source source) {
    public AliasMove {
        if (alias.equals(ModelAlias.LATEST)) {
            throw new IllegalArgumentException("latest is computed");
        }
    }

    /** What a client asked for. */
    public enum How {
        SET,
        ROLLBACK,
        DELETE
    }

    /**
     * Where a change comes from.
     *
     * @param by who, in the client's own words; null if it did not say
     */
    public record Source(How how, @Nullable String by) {}
}
