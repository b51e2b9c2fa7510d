package dev.tasuki.core.task;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is told to the caller. The closed set of kinds is mapped, by exhaustive switches,
 * at three boundaries only: HTTP status, settlement, CLI exit code. A refusal is no defect: it has
 * no stack trace, and its detail may be shown to any client.
 */
public abstract sealed class Refusal extends RuntimeException
        permits InvalidRequest, NotFound, NotReady, Unavailable, TimedOut, TooBusy, Corrupt {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    Refusal(RefusalCode code, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.code = code;
    }

    /** The stable reason. */
    public final RefusalCode code() {
        return code;
    }

    /** One or two sentences: what was wrong, the value seen, what is allowed, what to do. */
    public final String detail() {
        return String.valueOf(getMessage());
    }

    /** True if the same request may succeed later, unchanged. */
    public abstract boolean retryable();

    /** How long a client should wait before it tries again, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
