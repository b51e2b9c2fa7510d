package dev.tasuki.learn.spi;

import dev.tasuki.learn.encode.ClassTarget;

/** What is to be predicted, a value for each row. */
public sealed interface Target {
    /** Number of rows. */
    int rows();

    /**
     * Numbers.
     *
     * @param values one for each row; for reading only
     */
    record Numbers(double[] values) implements Target {
        @Override
        public int rows() {
            return values.length;
        }
    }

    /** Classes. */
    record Classes(ClassTarget values) implements Target {
        @Override
        public int rows() {
            return values.rows();
        }
    }

    /** Nothing: what is learned is what the rows are like. */
    record None(int rows) implements Target {}

    /** Its numbers. @throws IllegalArgumentException when it is of classes */
    default double[] numbers() {
        if (this instanceof Numbers of) {
            return of.values();
        }
        throw new IllegalArgumentException("a regressor needs a target of numbers, not of classes");
    }

    /** Its classes. @throws IllegalArgumentException when it is of numbers */
    default ClassTarget classes() {
        if (this instanceof Classes of) {
            return of.values();
        }
        throw new IllegalArgumentException("a classifier needs a target of classes, not of numbers");
    }
}
