package dev.tasuki.learn;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Asks now and then, by the amount of work done, whether it was cancelled: after what takes a
 * fraction of a millisecond, so that a busy machine, too, hears it soon. Not thread-safe.
 */
public final class CancelCheck {
    /** What a row's way down one tree costs, in values looked at. */
    public static final int VALUES_PER_WALK = 16;

    private static final long VALUES_BETWEEN = 1L << 15;

    private final BooleanSupplier cancelled;
    private long left;

    /** Asks at the first work already. */
    public CancelCheck(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    /** Accounts for looking at so many values. @throws CancellationException when cancelled */
    public void spend(long values) {
        left -= values;
        if (left < 0) {
            left = VALUES_BETWEEN;
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled meanwhile");
            }
        }
    }
}
