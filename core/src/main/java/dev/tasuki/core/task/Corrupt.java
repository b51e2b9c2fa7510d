package dev.tasuki.core.task;

import org.jspecify.annotations.Nullable;

/** Stored bytes are not what was stored, or a defect of ours was hit. */
public final class Corrupt extends Refusal {
    private static final long serialVersionUID = 1L;

    public Corrupt(RefusalCode code, String detail) {
        this(code, detail, null);
    }

    /** With the foreign exception behind it, for the log only. */
    public Corrupt(RefusalCode code, String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
