package dev.tasuki.learn.table;

/**
 * One named column of a table: numbers, or text as soon as one present value is not a number.
 * Immutable.
 */
public sealed interface Column permits NumericColumn, TextColumn {
    /** The name from the header. */
    String name();

    /** Number of rows. */
    int size();

    /** Number of rows without a value; see {@link CsvReader} for what counts as missing. */
    int missing();
}
