package dev.tasuki.learn.forest;

import dev.tasuki.learn.spi.FitListener;
import java.util.function.BooleanSupplier;

/**
 * Whether the threads of one fit should give up: somebody cancelled it, or one of them has failed
 * and what the others grow is of no use. Thread-safe.
 */
final class StopSignal implements BooleanSupplier {
    private final FitListener listener;
    private volatile boolean failed;

    StopSignal(FitListener listener) {
        this.listener = listener;
    }

    void fail() {
        failed = true;
    }

    @Override
    public boolean getAsBoolean() {
        return failed || listener.cancelled();
    }
}
