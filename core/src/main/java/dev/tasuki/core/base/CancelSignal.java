package dev.tasuki.core.base;

import org.jspecify.annotations.Nullable;

/**
 * Tells work that the client it is for has gone. Not by interrupting a thread: one that writes to a
 * broker's connection just then would close it. Thread-safe.
 */
public final class CancelSignal {
    private boolean gone;
    private @Nullable Runnable then;

    /** The client has gone; may be called by a thread that must not block. */
    public void go() {
        Runnable next;
        synchronized (this) {
            gone = true;
            next = then;
        }
        if (next != null) {
            next.run();
        }
    }

    synchronized boolean gone() {
        return gone;
    }

    /** Runs {@code next}, in place of what was to run before, once the client goes; at once if it has gone. */
    void then(Runnable next) {
        boolean late;
        synchronized (this) {
            then = next;
            late = gone;
        }
        if (late) {
            next.run();
        }
    }
}
