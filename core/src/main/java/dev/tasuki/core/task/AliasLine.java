package dev.tasuki.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of an alias that was made.
 *
 * @param alias which
 * @param version what it pointed to from then on; 0: it was deleted
 * @param how what the client asked for
 * @param at when, by the database's clock
 * @param by who, in the client's own words; null if it did not say
 */
public record AliasLine(
        String alias,
        long version,
        AliasMove.How how,
        Instant at,
        @Nullable String by) {}
