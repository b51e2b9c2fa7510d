package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bounded queue is full; the work was not taken. */
public final class TooBusy extends Refusal {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public TooBusy(RefusalCode code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public TooBusy(RefusalCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(code, detail, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(retryAfter);
    }
}
