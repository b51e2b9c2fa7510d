package dev.tasuki.server.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The bytes of one long answer, written by one thread as fast as the client takes them. That thread writes when the
 * server is ready for the first bytes.
 */
public final class Outflow implements Publisher<byte[]>, Subscription {
    /** More than anybody writes: the most permits for a server that asks for an endless number of bytes. */
    private static final int MOST = 1 << 20;
    /** A client that takes nothing for so long is cut off, and so is one that had gone before the answer began. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<Subscriber<? super byte[]>> subscriber = new CompletableFuture<>();
    private final Semaphore demand = new Semaphore(0);
    private final Duration patience;
    private volatile boolean cancelled;
    private volatile boolean endless;

    private Outflow(Duration patience) {
        this.patience = patience;
    }

    /**
     * An answer that the writer writes, called at most once, on a thread of its own. If it throws, the connection
     * is closed, so that the client does not take what it has for the whole.
     *
     * @param end called once in any case, also if nobody wants the answer any more
     */
    public static Outflow of(Consumer<Outflow> writer, Runnable end) {
        return of(writer, end, PATIENCE);
    }

    /**
     * The same with another patience.
     *
     * @param patience how long each part waits for the client
     */
    public static Outflow of(Consumer<Outflow> writer, Runnable end, Duration patience) {
        return of(writer, end, patience, PATIENCE);
    }

    static Outflow of(Consumer<Outflow> writer, Runnable end, Duration patience, Duration unwanted) {
        Outflow out = new Outflow(patience);
        Thread.ofVirtual().name("tasuki-answer").start(() -> {
            try {
                out.run(writer, unwanted);
            } finally {
                end.run();
            }
        });
        return out;
    }

    private void run(Consumer<Outflow> writer, Duration unwanted) {
        Subscriber<? super byte[]> asking;
        try {
            asking = subscriber.get(unwanted.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            writer.accept(this);
        } catch (RuntimeException broken) {
            if (!cancelled) {
                asking.onError(broken);
            }
            return;
        }
        if (!cancelled) {
            asking.onComplete();
        }
    }

    @Override
    public void subscribe(Subscriber<? super byte[]> asking) {
        asking.onSubscribe(this);
        if (!subscriber.complete(asking)) {
            asking.onError(new IllegalStateException("an answer is written once"));
        }
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
    public boolean cancelled() {
        return cancelled;
    }

    /** Waits until the client takes more; false if it is gone, or has taken nothing for as long as the patience lasts. */
    public boolean write(byte[] part) throws InterruptedException {
        boolean room = endless || demand.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (!room || cancelled) {
            return false;
        }
        subscriber.join().onNext(part);
        return true;
    }
}
