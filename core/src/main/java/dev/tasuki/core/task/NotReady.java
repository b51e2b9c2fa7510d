package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller named exists but cannot be used yet. */
public final class NotReady extends Refusal {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public NotReady(RefusalCode code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public NotReady(RefusalCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
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
