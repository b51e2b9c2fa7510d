package dev.tasuki.server.wire;

/** Whether the server is about to stop. Set once, read by every thread. */
public final class Drain {
    private volatile boolean begun;

    /** From now on the server is not ready. */
    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }
}
