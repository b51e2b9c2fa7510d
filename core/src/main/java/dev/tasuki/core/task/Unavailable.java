package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broker, database or store does not answer now; the request may be sent again. */
public final class Unavailable extends Refusal {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public Unavailable(RefusalCode code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public Unavailable(RefusalCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
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
