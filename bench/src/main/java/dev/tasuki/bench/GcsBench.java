package dev.tasuki.bench;

import dev.tasuki.adapters.gcs.CredentialSources;
import dev.tasuki.adapters.gcs.GcsSettings;
import dev.tasuki.adapters.gcs.GcsStore;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.testservers.GcsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/**
 * A large object to and from a stub of Google Cloud Storage: our store against a loop that knows
 * nothing but the JDK's HTTP client, sends the same pieces and checks nothing, in turn.
 */
final class GcsBench {
    private static final String BUCKET = "bench";
    private static final int PIECE = 8 << 20;
    private static final int PAIRS = 5;
    private static final double MIB = 1 << 20;

    private final int pieces;
    private final int pairs;
    private final byte[] piece = new byte[PIECE];

    /** An object of 256 MiB, five pairs; small: of 32 MiB, one pair. */
    GcsBench(boolean small) {
        this.pieces = small ? 4 : 32;
        this.pairs = small ? 1 : PAIRS;
        new Random(1).nextBytes(piece);
    }

    void run() throws Exception {
        try (GcsServer server = GcsServer.start(BUCKET, InstantSource.system()).anonymous();
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                GcsStore store = GcsStore.connect(
                        new GcsSettings(BUCKET, "", server.endpoint(), true, null),
                        CredentialSources.of(Map.of()),
                        InstantSource.system())) {
            System.out.printf("| an object of %d MiB | ours | java.net.http alone | ratio |%n", pieces * 8);
            System.out.println("|---|---|---|---|");
            put(store);
            putAlone(client, server.endpoint());
            Paired put = Paired.run(
                    pairs, () -> rate(() -> put(store)), () -> rate(() -> putAlone(client, server.endpoint())));
            System.out.println(put.row("stored", "MiB/s"));
            open(store);
            openAlone(client, server.endpoint());
            Paired open = Paired.run(
                    pairs, () -> rate(() -> open(store)), () -> rate(() -> openAlone(client, server.endpoint())));
            System.out.println(open.row("read", "MiB/s"));
        }
    }

    @FunctionalInterface
    private interface Transfer {
        void run() throws Exception;
    }

    private double rate(Transfer transfer) throws Exception {
        long begin = System.nanoTime();
        transfer.run();
        return pieces * (PIECE / MIB) / ((System.nanoTime() - begin) / 1e9);
    }

    private void put(GcsStore store) throws IOException {
        store.put("ours", new Repeated());
    }

    private void open(GcsStore store) throws IOException {
        try (ObjectReader reader = store.open("ours")) {
            check(reader.content().transferTo(OutputStream.nullOutputStream()));
        }
    }

    private void putAlone(HttpClient client, URI endpoint) throws Exception {
        URI start = endpoint.resolve("/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&name=alone");
        HttpResponse<Void> begun = client.send(
                HttpRequest.newBuilder(start).POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        URI session = URI.create(begun.headers().firstValue("location").orElseThrow());
        for (int i = 0; i < pieces; i++) {
            long from = (long) i * PIECE;
            String total = i == pieces - 1 ? Long.toString((long) pieces * PIECE) : "*";
            HttpRequest request = HttpRequest.newBuilder(session)
                    .header("Content-Range", "bytes %d-%d/%s".formatted(from, from + PIECE - 1, total))
                    .PUT(BodyPublishers.ofByteArray(piece))
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != (i == pieces - 1 ? 200 : 308)) {
                throw new IllegalStateException("a piece was answered " + status);
            }
        }
    }

    private void openAlone(HttpClient client, URI endpoint) throws Exception {
        URI object = endpoint.resolve("/storage/v1/b/" + BUCKET + "/o/alone?alt=media");
        try (InputStream content = client.send(HttpRequest.newBuilder(object).build(), BodyHandlers.ofInputStream())
                .body()) {
            check(content.transferTo(OutputStream.nullOutputStream()));
        }
    }

    private void check(long bytes) {
        if (bytes != (long) pieces * PIECE) {
            throw new IllegalStateException("read " + bytes + " bytes");
        }
    }

    /** The piece, again and again. */
    private final class Repeated extends InputStream {
        private long position;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            long left = (long) pieces * PIECE - position;
            if (left == 0) {
                return -1;
            }
            int at = (int) (position % PIECE);
            int got = (int) Math.min(Math.min(length, PIECE - at), left);
            System.arraycopy(piece, at, into, offset, got);
            position += got;
            return got;
        }
    }
}
