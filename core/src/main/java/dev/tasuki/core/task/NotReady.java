package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller named exists but cannot be used yet. */
public final class NotReady extends Refusal {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public NotReady(RefusalCode code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /** What the caller named will not be usable soon, whatever the wait; something must be changed first. */
    public NotReady(RefusalCode code, String detail) {
        super(code, detail, null);
        this.retryAfter = null;
    }

    /** With the foreign exception behind it, for the log only. */
    public NotReady(RefusalCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(code, detail, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public boolean retryable() {
        return retryAfter != null;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
