package dev.tasuki.learn.spi;

/** What a learner can do with beyond complete numbers. */
public enum Takes {
    /** Rows with missing values, which are NaN. */
    MISSING,
    /** Features whose numbers are codes without an order. */
    CATEGORIES,
    /** Finished parts of a former fit, to go on from. */
    CHECKPOINTS
}
