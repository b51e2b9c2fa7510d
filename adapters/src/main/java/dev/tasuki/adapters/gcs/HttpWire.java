package dev.tasuki.adapters.gcs;

import dev.tasuki.core.task.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP client as this package uses it: no redirect is followed, since an answer must not
 * choose where tokens go; every wait and every answer has an end. HTTP/1.1, so that a large object has
 * a connection of its own and its window is that of TCP. Safe for any number of threads.
 */
final class HttpWire implements AutoCloseable {
    private static final int PIECE = 8 << 10;

    private final ExecutorService threads;
    private final HttpClient client;
    private final Duration patience;
    private final WireTime time;

    private HttpWire(ExecutorService threads, HttpClient client, Duration patience, WireTime time) {
        this.threads = threads;
        this.client = client;
        this.patience = patience;
        this.time = time;
    }

    static HttpWire over(GcsTimeouts timeouts) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        return new HttpWire(threads, client(timeouts, threads), timeouts.call(), WireTime.SYSTEM);
    }

    /** Over a client of somebody's own, which it closes. */
    static HttpWire over(HttpClient client, GcsTimeouts timeouts, WireTime time) {
        return new HttpWire(Executors.newVirtualThreadPerTaskExecutor(), client, timeouts.call(), time);
    }

    static HttpClient client(GcsTimeouts timeouts, Executor threads) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeouts.connect())
                .executor(threads)
                .build();
    }

    /** The answer's head, and its body to be read or closed. */
    HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, head -> new TimedBody(patience, time));
    }

    /** Reads the whole body; an answer beyond the limit is an {@link AnswerTooLarge}. */
    byte[] body(HttpResponse<InputStream> response, Limits limit) throws IOException {
        int most = limit.intValue();
        long begun = time.nanos();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in = response.body()) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                whole.write(piece, 0, got);
                if (whole.size() > most) {
                    throw new AnswerTooLarge(limit.text());
                }
                if (time.nanos() - begun > patience.toNanos()) {
                    throw new HttpTimeoutException("the answer took longer than " + patience.toSeconds() + " s");
                }
            }
        }
        return whole.toByteArray();
    }

    /** Ends every request under way. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.shutdownNow();
        threads.close();
    }

    /** An answer with more bytes than any of its kind has. */
    static final class AnswerTooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        AnswerTooLarge(String most) {
            super("the answer is larger than " + most);
        }
    }
}
