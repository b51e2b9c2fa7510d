package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller named exists but cannot be used like this: not yet, or not any more. */
public final class NotReady extends Refusal {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** Not yet: the same request may succeed after that time. */
    public NotReady(RefusalCode code, String detail, Duration retryAfter) {
        this(code, detail, retryAfter, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public NotReady(RefusalCode code, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(code, detail, cause);
        this.retryAfter = retryAfter;
    }

    private NotReady(RefusalCode code, String detail) {
        super(code, detail, null);
        this.retryAfter = null;
    }

    /** Not as it is, however long one waits: something must be changed first. */
    public static NotReady ended(RefusalCode code, String detail) {
        return new NotReady(code, detail);
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
