package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/** No answer came before the caller's deadline. */
public final class TimedOut extends Refusal {
    private static final long serialVersionUID = 1L;

    public TimedOut(RefusalCode code, String detail) {
        this(code, detail, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public TimedOut(RefusalCode code, String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
