package dev.tasuki.adapters.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as a stream whose reads end: the JDK's own stream waits without end for the next
 * piece. Holds a few pieces, of some 16 KiB each, whatever the size of the body. For one reader.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private static final int AHEAD = 16;

    /** What came: bytes, or the end, which is a failure unless {@code failure} is null. */
    private record Event(
            List<ByteBuffer> bytes, boolean end, @Nullable Throwable failure) {}

    private final Duration patience;
    private final WireTime time;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private @Nullable Subscription subscription;
    private boolean closed;
    private List<ByteBuffer> current = List.of();
    private int at;
    private @Nullable Event ended;

    /** {@code patience} is how long a read waits for the next piece. */
    TimedBody(Duration patience, WireTime time) {
        this.patience = patience;
        this.time = time;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        boolean late;
        synchronized (this) {
            subscription = given;
            late = closed;
        }
        if (late) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        events.add(new Event(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            while (at < current.size()) {
                ByteBuffer buffer = current.get(at);
                if (buffer.hasRemaining()) {
                    int got = Math.min(length, buffer.remaining());
                    buffer.get(into, offset, got);
                    return got;
                }
                at++;
            }
            if (!next()) {
                return -1;
            }
        }
    }

    /** Waits for the next piece; false at the end. */
    private boolean next() throws IOException {
        if (ended == null) {
            Event event = await();
            if (!event.end()) {
                current = event.bytes();
                at = 0;
                Objects.requireNonNull(subscribed()).request(1);
                return true;
            }
            ended = event;
            current = List.of();
            at = 0;
        }
        if (ended.failure() != null) {
            throw new IOException("the connection broke", ended.failure());
        }
        return false;
    }

    private Event await() throws IOException {
        try {
            Event event = time.poll(events, patience);
            if (event == null) {
                close();
                throw new HttpTimeoutException("no more of the answer came within " + patience.toSeconds() + " s");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("the work was stopped while it read an answer");
        }
    }

    private synchronized @Nullable Subscription subscribed() {
        return subscription;
    }

    /** Gives the connection up, unless the whole answer has come. */
    @Override
    public void close() {
        Subscription there;
        synchronized (this) {
            closed = true;
            there = subscription;
        }
        if (there != null && (ended == null || ended.failure() != null)) {
            there.cancel();
        }
    }
}
