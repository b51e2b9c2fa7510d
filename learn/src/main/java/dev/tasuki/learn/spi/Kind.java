package dev.tasuki.learn.spi;

/** What a learner predicts. */
public enum Kind {
    /** A number: regressors. */
    NUMBERS,
    /** One of a set of classes, with the probability of each: classifiers. */
    CLASSES,
    /** How unlike the others a row is: there is no target to learn from. */
    ANOMALY
}
