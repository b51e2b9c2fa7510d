package dev.tasuki.server.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The bytes of one answer that goes on and on, written by one thread as fast as the client takes them. That thread
 * begins when the server is ready for the first bytes.
 */
final class Outflow implements Publisher<byte[]>, Subscription {
    /** More than anybody writes: the most permits for a server that asks for an endless number of bytes. */
    private static final int MOST = 1 << 20;

    /** A client that takes nothing for so long is cut off; it goes on from the last id that it has. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Consumer<Outflow> writer;
    private final Duration patience;
    private final Semaphore demand = new Semaphore(0);
    private volatile boolean cancelled;
    private volatile boolean endless;
    private @Nullable Subscriber<? super byte[]> subscriber;

    /**
     * The writer is called once, on a thread of its own.
     *
     * @param patience how long a write waits for the client
     */
    Outflow(Consumer<Outflow> writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
    }

    @Override
    public void subscribe(Subscriber<? super byte[]> asking) {
        if (subscriber != null) {
            throw new IllegalStateException("an answer is written once");
        }
        subscriber = asking;
        asking.onSubscribe(this);
        Thread.ofVirtual().name("tasuki-event-stream").start(() -> {
            try {
                writer.accept(this);
            } finally {
                if (!cancelled) {
                    asking.onComplete();
                }
            }
        });
    }

    @Override
    public void request(long count) {
        endless |= count >= MOST;
        demand.release((int) Math.min(MOST, Math.max(1, count)));
    }

    @Override
    public void cancel() {
        cancelled = true;
        demand.release();
    }

    /** True once the client is gone. */
    boolean cancelled() {
        return cancelled;
    }

    /** Waits until the client takes more; false if it is gone, or has taken nothing for as long as the patience lasts. */
    boolean write(byte[] frame) throws InterruptedException {
        Subscriber<? super byte[]> to = subscriber;
        boolean room = endless || demand.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (!room || cancelled || to == null) {
            return false;
        }
        to.onNext(frame);
        return true;
    }
}
