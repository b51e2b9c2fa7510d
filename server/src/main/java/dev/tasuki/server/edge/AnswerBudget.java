package dev.tasuki.server.edge;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of answers that may wait to be written, of all connections together. Thread-safe. */
final class AnswerBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    AnswerBudget(long most) {
        this.most = most;
    }

    /** Reserves these bytes and returns true if there is room; the caller must give them back. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Takes what is being written already, whether there is room or not. */
    void force(long bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
