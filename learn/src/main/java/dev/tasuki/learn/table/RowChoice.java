package dev.tasuki.learn.table;

import java.util.function.BooleanSupplier;

/**
 * Which rows of a table are kept.
 *
 * @param every the distance of the rows that are kept, of which the first is one; at least 1
 * @param most rows that are kept; behind the last of them nothing is read
 * @param enough asked before each row but the first; true ends the reading
 */
public record RowChoice(int every, int most, BooleanSupplier enough) {
    /** Checks. @throws IllegalArgumentException when it would keep no row */
    public RowChoice {
        if (every < 1 || most < 1) {
            throw new IllegalArgumentException("every " + every + ", most " + most + ": both must be at least 1");
        }
    }
}
