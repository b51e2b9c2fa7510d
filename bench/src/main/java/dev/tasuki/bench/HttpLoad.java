package dev.tasuki.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends one request over and over on a number of keep-alive connections to a server on this
 * machine, closed loop: each connection sends its next request when the answer to the last is there.
 *
 * <p>One thread that asks the kernel which sockets have something, rather than an HTTP client or a
 * thread for each connection, because on two shared cores the client's own work would be much of what
 * is measured. A connection that is lost, or on which no answer comes in 30 s, counts as one failure
 * and is replaced by another. One run at a time.
 */
final class HttpLoad {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_MILLIS = 100;

    private final InetSocketAddress server;
    private final byte[] request;
    private Samples samples = new Samples();
    private int left;
    private long end;

    HttpLoad(int port, String path, String json) {
        this.server = new InetSocketAddress("127.0.0.1", port);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        this.request = (head + json).getBytes(StandardCharsets.UTF_8);
    }

    /** Runs {@code total} requests over {@code connections}; at most {@code seconds} long. */
    LoadResult run(int connections, int total, long seconds) throws IOException {
        samples = new Samples();
        left = total;
        long begin = System.nanoTime();
        end = begin + TimeUnit.SECONDS.toNanos(seconds);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                connect(selector);
            }
            for (long looked = begin; !selector.keys().isEmpty(); ) {
                selector.select(this::answered, LOOK_MILLIS);
                long now = System.nanoTime();
                if (now - looked > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
                    looked = now;
                    giveUpTheSilent(selector, now);
                }
            }
        }
        return LoadResult.of(List.of(samples), System.nanoTime() - begin);
    }

    /** Opens a connection and sends its first request, if there are any left. */
    private void connect(Selector selector) throws IOException {
        if (!another()) {
            return;
        }
        HttpConnection connection = HttpConnection.open(server, request);
        connection.channel().register(selector, SelectionKey.OP_READ, connection);
        connection.send();
    }

    private boolean another() {
        return System.nanoTime() < end && left-- > 0;
    }

    private void answered(SelectionKey key) {
        HttpConnection connection = (HttpConnection) key.attachment();
        try {
            int status = connection.receive();
            if (status == 0) {
                return;
            }
            samples.add(System.nanoTime() - connection.sent(), status == 200);
            if (connection.last()) {
                connection.close();
                connect(key.selector());
            } else if (another()) {
                connection.send();
            } else {
                connection.close();
            }
        } catch (IOException lost) {
            replace(key, connection);
        }
    }

    private void giveUpTheSilent(Selector selector, long now) {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            HttpConnection connection = (HttpConnection) key.attachment();
            if (key.isValid() && now - connection.sent() > PATIENCE_NANOS) {
                replace(key, connection);
            }
        }
    }

    private void replace(SelectionKey key, HttpConnection connection) {
        samples.add(System.nanoTime() - connection.sent(), false);
        connection.close();
        try {
            connect(key.selector());
        } catch (IOException e) {
            throw new IllegalStateException("the server at " + server + " takes no connections any more", e);
        }
    }

    /** Latencies in nanoseconds, of all connections. */
    static final class Samples {
        private long[] nanos = new long[1024];
        private int size;
        private int failed;

        void add(long latency, boolean ok) {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, size * 2);
            }
            nanos[size++] = latency;
            failed += ok ? 0 : 1;
        }
    }

    /**
     * What a run showed.
     *
     * @param requests answered, with any status
     * @param failed answered with another status than 200
     * @param perSecond answered requests per second
     */
    record LoadResult(int requests, int failed, double perSecond, double p50Millis, double p99Millis) {
        static LoadResult of(List<Samples> all, long nanos) {
            long[] sorted = all.stream()
                    .flatMapToLong(s -> Arrays.stream(s.nanos, 0, s.size))
                    .sorted()
                    .toArray();
            int failed = all.stream().mapToInt(s -> s.failed).sum();
            return new LoadResult(
                    sorted.length,
                    failed,
                    sorted.length / (nanos / 1e9),
                    quantile(sorted, 0.50),
                    quantile(sorted, 0.99));
        }

        /** This, if every request was answered with 200. */
        LoadResult checked() {
            if (failed > 0) {
                throw new IllegalStateException(failed + " of " + requests + " requests failed");
            }
            return this;
        }

        private static double quantile(long[] sorted, double q) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) (q * (sorted.length - 1))] / 1e6;
        }
    }
}
