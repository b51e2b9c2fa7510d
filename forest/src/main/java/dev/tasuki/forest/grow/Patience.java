package dev.tasuki.forest.grow;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Asks now and then, by the amount of work done, whether growing was cancelled. Not thread-safe.
 */
final class Patience {
    private static final long VALUES_BETWEEN = 1L << 18;

    private final BooleanSupplier cancelled;
    private long left;

    Patience(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    /** Accounts for looking at so many values. @throws CancellationException when cancelled */
    void spend(long values) {
        left -= values;
        if (left < 0) {
            left = VALUES_BETWEEN;
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("growing was cancelled");
            }
        }
    }
}
