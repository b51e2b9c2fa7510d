package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/** What the caller named does not exist. */
public final class NotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    public NotFound(RefusalCode code, String detail) {
        this(code, detail, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public NotFound(RefusalCode code, String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
