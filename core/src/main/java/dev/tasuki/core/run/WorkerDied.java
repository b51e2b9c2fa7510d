package dev.tasuki.core.run;

/**
 * The process that did the work of one attempt has ended without a result. It counts as an attempt
 * that crashed, though this process lives.
 */
public final class WorkerDied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How it ended, for the log. */
    public WorkerDied(String how) {
        super(how);
    }
}
