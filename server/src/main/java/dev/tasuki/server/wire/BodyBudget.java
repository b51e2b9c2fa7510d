package dev.tasuki.server.wire;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The memory that all JSON bodies of a process may take together, from before they are read until their
 * requests are answered. What does not fit is refused at once, nobody waits.
 *
 * <p>Three rules keep one client's bodies from shutting others out. A quarter is kept for small bodies.
 * One large body always fits if no other is there, however small the heap. And once somebody is refused,
 * bodies that have been arriving for more than {@value #PATIENCE_SECONDS} s give way: a slow
 * client is cut off when others need the room. Thread-safe.
 */
public final class BodyBudget {
    /** Up to here a body is small. */
    static final long SMALL = 64 << 10;

    private static final long PATIENCE_SECONDS = 10;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final long most;
    private final long kept;
    private final LongSupplier nanoTime;
    private final Set<Share> arriving = new LinkedHashSet<>();
    private long small;
    private long large;

    /**
     * A budget of {@code most} bytes in all.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public BodyBudget(long most, LongSupplier nanoTime) {
        this.most = most;
        this.kept = most / 4;
        this.nanoTime = nanoTime;
    }

    /** Nothing yet; the calling thread is the one that reads the body. */
    Share open() {
        Share share = new Share(Thread.currentThread(), nanoTime.getAsLong());
        synchronized (this) {
            arriving.add(share);
        }
        return share;
    }

    /** Bytes that are taken now. */
    synchronized long taken() {
        return small + large;
    }

    private synchronized void take(Share share, long bytes) {
        long now = share.held + bytes;
        boolean isSmall = now <= SMALL;
        long smallWithout = small - (share.isSmall ? share.held : 0);
        long largeWithout = large - (share.isSmall ? 0 : share.held);
        long all = smallWithout + largeWithout + now;
        boolean fits = isSmall ? all <= most || smallWithout + now <= kept : all <= most - kept || largeWithout == 0;
        if (!fits) {
            makeRoom(share);
            throw full();
        }
        small = smallWithout + (isSmall ? now : 0);
        large = largeWithout + (isSmall ? 0 : now);
        share.held = now;
        share.isSmall = isSmall;
    }

    /** Interrupts those that are slow; their room is there for the next who asks. */
    private void makeRoom(Share refused) {
        long now = nanoTime.getAsLong();
        List<Share> slow = new ArrayList<>();
        for (Share share : arriving) {
            if (share != refused
                    && now - share.since > Duration.ofSeconds(PATIENCE_SECONDS).toNanos()) {
                slow.add(share);
            }
        }
        slow.forEach(Share::giveWay);
    }

    private static Unavailable full() {
        return new Unavailable(
                RefusalCode.TOO_BUSY,
                "the server holds as many request bodies as it has memory for; send it again in a moment, or send less"
                        + " at once",
                RETRY);
    }

    /** What one body takes. For the thread that opened it; {@link #close} may be called by any. */
    final class Share implements AutoCloseable {
        private final Thread reader;
        private final long since;
        private long held;
        private boolean isSmall = true;
        private boolean gaveWay;

        private Share(Thread reader, long since) {
            this.reader = reader;
            this.since = since;
        }

        /** Takes so much more; throws {@link Unavailable} if it does not fit. */
        void take(long bytes) {
            BodyBudget.this.take(this, bytes);
        }

        /** The body is there: from now on it need not give way. Throws {@link Unavailable} if it had to before. */
        void arrived() {
            synchronized (BodyBudget.this) {
                arriving.remove(this);
                refuseIfItGaveWay();
            }
        }

        /** After a read that failed: says so if it failed because the body had to give way. */
        void refuseIfItGaveWay() {
            synchronized (BodyBudget.this) {
                if (gaveWay) {
                    Thread.interrupted();
                    throw new Unavailable(
                            RefusalCode.TOO_BUSY,
                            "the request body came too slowly while others needed the memory; send it again",
                            RETRY);
                }
            }
        }

        private void giveWay() {
            arriving.remove(this);
            gaveWay = true;
            reader.interrupt();
        }

        @Override
        public void close() {
            synchronized (BodyBudget.this) {
                arriving.remove(this);
                if (isSmall) {
                    small -= held;
                } else {
                    large -= held;
                }
                held = 0;
            }
        }
    }
}
