package dev.tasuki.learn.spi;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Counts the walks of rows down trees and asks now and then whether the prediction is still wanted: also
 * within one row of a forest with many trees. Not thread-safe.
 */
public final class WalkCounter {
    private final int between;
    private final BooleanSupplier unwanted;
    private int left;

    /** Asks {@code unwanted} after so many walks, at least 1. */
    public WalkCounter(int between, BooleanSupplier unwanted) {
        if (between < 1) {
            throw new IllegalArgumentException("between is " + between + ", at least 1 is needed");
        }
        this.between = between;
        this.unwanted = unwanted;
        this.left = between;
    }

    /** How many walks may be made before the next {@link #made}, at least 1. */
    public int left() {
        return left;
    }

    /** Accounts for so many walks. @throws CancellationException when the prediction is not wanted any more */
    public void made(int walks) {
        left -= walks;
        if (left <= 0) {
            left = between;
            if (unwanted.getAsBoolean()) {
                throw new CancellationException("not wanted any more");
            }
        }
    }
}
