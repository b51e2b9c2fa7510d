package dev.tasuki.learn;

/** A number of rows, given outright or as a share of the rows that are trained on. */
public sealed interface Amount {
    /** This many rows. */
    static Amount of(int rows) {
        return new Rows(rows);
    }

    /** This share of the rows, 0 to 1. */
    static Amount share(double share) {
        return new Share(share);
    }

    /** A number of rows. */
    record Rows(int rows) implements Amount {
        @Override
        public String toString() {
            return Integer.toString(rows);
        }
    }

    /** A share of the rows, 0 to 1. */
    record Share(double share) implements Amount {
        @Override
        public String toString() {
            return Double.toString(share);
        }
    }
}
