package dev.tasuki.learn.forest;

import java.util.function.BooleanSupplier;

/**
 * Whether the threads of one fit should give up: somebody cancelled it, or one of them has failed
 * and what the others grow is of no use. Thread-safe.
 */
final class StopSignal implements BooleanSupplier {
    private final Growth growth;
    private volatile boolean failed;

    StopSignal(Growth growth) {
        this.growth = growth;
    }

    void fail() {
        failed = true;
    }

    @Override
    public boolean getAsBoolean() {
        return failed || growth.cancelled();
    }
}
