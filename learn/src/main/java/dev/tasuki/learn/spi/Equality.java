package dev.tasuki.learn.spi;

/** How near to scikit-learn's a learner's models are for the same rows and parameters. */
public sealed interface Equality {
    /** To the last bit. */
    record Exact() implements Equality {}

    /** @param relative the largest relative difference of predictions */
    record Tolerance(double relative) implements Equality {}

    /** A method of our own, or one that is not compared. */
    record Own() implements Equality {}

    /** In one word or number: {@code exact}, {@code 1e-9}, {@code own}. */
    default String text() {
        return switch (this) {
            case Exact exact -> "exact";
            case Tolerance some -> Double.toString(some.relative());
            case Own own -> "own";
        };
    }
}
