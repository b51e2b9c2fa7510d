package dev.tasuki.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one request over and over on a number of keep-alive connections to a server on this
 * machine, closed loop: each connection sends its next request when the answer to the last is there.
 *
 * <p>A loop over bare sockets rather than an HTTP client, because on two shared cores the client's
 * own work would be most of what is measured. It understands what the servers under test send:
 * status line, headers, a body of Content-Length bytes. A connection that is lost, or on which no answer
 * comes in 30 s, counts as one failure and is replaced by another.
 */
final class HttpLoad {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final byte[] CRLF = {'\r', '\n'};

    private final InetSocketAddress server;
    private final byte[] request;

    HttpLoad(int port, String path, String json) {
        this.server = new InetSocketAddress("127.0.0.1", port);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        this.request = (head + json).getBytes(StandardCharsets.UTF_8);
    }

    /** Runs {@code total} requests over {@code connections}; at most {@code seconds} long. */
    LoadResult run(int connections, int total, long seconds) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(total);
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Samples>> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                loops.add(threads.submit(() -> loop(left, end)));
            }
            List<Samples> all = new ArrayList<>();
            for (Future<Samples> loop : loops) {
                all.add(loop.get());
            }
            return LoadResult.of(all, System.nanoTime() - begin);
        }
    }

    private Samples loop(AtomicInteger left, long end) throws IOException {
        Samples samples = new Samples();
        while (left.get() > 0 && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(server);
                ask(socket, left, end, samples);
            }
        }
        return samples;
    }

    /** Until the end, or until the server gives no answer, which is a failure. */
    private void ask(Socket socket, AtomicInteger left, long end, Samples samples) {
        long sent = System.nanoTime();
        try {
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (left.getAndDecrement() > 0 && System.nanoTime() < end) {
                sent = System.nanoTime();
                out.write(request);
                int status = readAnswer(in);
                samples.add(System.nanoTime() - sent, status == 200);
            }
        } catch (IOException noAnswer) {
            samples.add(System.nanoTime() - sent, false);
        }
    }

    private static int readAnswer(InputStream in) throws IOException {
        int status = Integer.parseInt(readLine(in).substring(9, 12));
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != CRLF[1]; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection in the middle of an answer");
            }
            if (c != CRLF[0]) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Latencies of one connection, in nanoseconds. */
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

        private static double quantile(long[] sorted, double q) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) (q * (sorted.length - 1))] / 1e6;
        }
    }
}
