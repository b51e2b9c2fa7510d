package dev.tasuki.learn.spi;

/** What a learner can do with beyond complete numbers. */
public enum Takes {
    /** Rows with missing values, which are NaN. */
    MISSING,
    /** Features whose numbers are codes without an order. */
    CATEGORIES,
    /**
     * Not codes, but a number for each category, as it weighs numbers and adds them; what stands for missing values is
     * then their mean.
     */
    ONE_HOT,
    /** Finished parts of a former fit, to go on from. */
    CHECKPOINTS
}
