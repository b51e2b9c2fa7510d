package dev.tasuki.server.wire;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether the server is about to stop, and what is still under way. Thread-safe. */
public final class Drain {
    private volatile boolean begun;
    private final Set<Runnable> connections = ConcurrentHashMap.newKeySet();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Semaphore changed = new Semaphore(0);

    /** A connection is open, which {@code cut} closes; {@link #closed} must follow. */
    public void opened(Runnable cut) {
        connections.add(cut);
    }

    /** A connection is closed. */
    public void closed(Runnable cut) {
        connections.remove(cut);
    }

    /** Closes every connection, whatever is under way on it. */
    public void cutOff() {
        connections.forEach(Runnable::run);
    }

    /** A request begins; {@link #answered} must follow. */
    public void asked() {
        underWay.incrementAndGet();
    }

    /** A request has its answer, or its client is gone. */
    public void answered() {
        if (underWay.decrementAndGet() == 0 && begun) {
            changed.release();
        }
    }

    /** Waits until no request is under way; false if some still are when the patience is over. */
    public boolean awaitQuiet(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (underWay.get() > 0) {
            if (!changed.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return underWay.get() == 0;
            }
        }
        return true;
    }

    /** From now on the server is not ready. */
    public void begin() {
        begun = true;
        waiting.forEach(Runnable::run);
    }

    /** Calls it once {@link #begun} is true: for what waits and should wait no longer. It must not block or throw. */
    public void whenBegun(Runnable wake) {
        waiting.add(wake);
        if (begun) {
            wake.run();
        }
    }

    public boolean begun() {
        return begun;
    }
}
