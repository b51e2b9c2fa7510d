package dev.tasuki.faults.history;

/** What is done to a deployment. */
public enum FaultKind {
    /** SIGKILL to one of our processes. */
    KILL(true),
    /** One of our processes ends itself, at once, at a named call. */
    HALT(true),
    /** SIGSTOP for longer than a lease. */
    PAUSE(true),
    /** A connection is cut, silenced, delayed or half closed. */
    LINK(true),
    /** Broker or database are killed. */
    SERVER(true),
    /** From a replica's last write until it stands in its master's place. */
    PROMOTION(true),
    /** A server has no memory left. */
    FULL(true),
    /** The object store fails. */
    STORE(true),
    /** The disk is full. */
    DISK(true),
    /** A machine's clock steps. */
    CLOCK(false),
    /** More is asked than can be done. */
    OVERLOAD(false),
    /** A dataset is replaced while trainings wait for it. */
    DATASET(false);

    private final boolean interrupts;

    FaultKind(boolean interrupts) {
        this.interrupts = interrupts;
    }

    /** True if a run under way may rightly be lost to it, and its task run again. */
    boolean interrupts() {
        return interrupts;
    }
}
