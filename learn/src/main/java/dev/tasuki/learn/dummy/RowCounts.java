package dev.tasuki.learn.dummy;

import dev.tasuki.learn.FitCancelled;
import dev.tasuki.learn.spi.FitListener;

/** What baselines check of rows, which they do not look at otherwise. */
final class RowCounts {
    private static final int ROWS_BETWEEN_LOOKS = 512;

    private RowCounts() {}

    static void requireValues(int values, int features) {
        if (values != features) {
            throw new IllegalArgumentException("a row has " + values + " values; " + features + " are needed");
        }
    }

    /** Asks now and then. @throws FitCancelled when the listener cancels */
    static void look(int row, FitListener listener) {
        if (row % ROWS_BETWEEN_LOOKS == 0 && listener.cancelled()) {
            throw new FitCancelled(0, 1);
        }
    }
}
