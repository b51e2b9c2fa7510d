package dev.tasuki.bench;

import dev.tasuki.adapters.s3.S3Settings;
import dev.tasuki.adapters.s3.S3Store;
import dev.tasuki.core.port.ObjectStore;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What a client that sends one training after another waits for: the whole, and each part of it by itself, without
 * anything of ours, on the same servers in turn.
 */
final class LonePath implements AutoCloseable {
    private static final int ROUNDS = 7;
    private static final long PART_NANOS = 700_000_000;
    private static final String DATASET = "datasets/diabetes.csv";
    /** As long as the row of a training is. */
    private static final String LINE = "x".repeat(600);

    private final Connection database;
    private final ObjectStore store;
    private final SocketChannel socket;
    private final FileChannel file;
    private final byte[] head;
    private final Map<String, List<Double>> medians = new LinkedHashMap<>();

    /** What is timed. */
    @FunctionalInterface
    private interface Part {
        void run() throws Exception;
    }

    LonePath(Stage stage) throws IOException, SQLException {
        Map<String, String> variables = stage.variables();
        this.store = S3Store.connect(S3Settings.parse("s3://" + Stage.BUCKET, variables));
        this.database = DriverManager.getConnection(stage.results());
        URL signed = signed(variables);
        this.head = ("HEAD " + signed.getFile() + " HTTP/1.1\r\nHost: " + signed.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.socket = SocketChannel.open(new InetSocketAddress(signed.getHost(), signed.getPort()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.file = FileChannel.open(
                stage.folder().resolve("forced"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static URL signed(Map<String, String> variables) {
        AwsBasicCredentials credentials =
                AwsBasicCredentials.create(variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY"));
        try (S3Presigner signer = S3Presigner.builder()
                .endpointOverride(URI.create(variables.get("AWS_ENDPOINT_URL")))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return signer.presignHeadObject(r -> r.signatureDuration(Duration.ofHours(1))
                            .headObjectRequest(h -> h.bucket(Stage.BUCKET).key(DATASET)))
                    .url();
        }
    }

    /** Measures in turn and prints a table. */
    void run(HttpLoad ours, HttpLoad celery) throws Exception {
        try (Statement create = database.createStatement()) {
            create.execute("CREATE TABLE lone (id BIGSERIAL PRIMARY KEY, line TEXT)");
        }
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO lone (line) VALUES (?) RETURNING id")) {
            insert.setString(1, LINE);
            for (int round = 0; round < ROUNDS; round++) {
                note(
                        "the whole, Tasuki",
                        ours.run(1, Integer.MAX_VALUE, 2).checked().p50Millis());
                note(
                        "the whole, Celery",
                        celery.run(1, Integer.MAX_VALUE, 2).checked().p50Millis());
                part("the look at the dataset, by our adapter", () -> store.stat(DATASET));
                part("of that the store's own: a signed HEAD by a bare socket", this::ask);
                part(
                        "a row by JDBC alone, committed",
                        () -> insert.executeQuery().close());
                part("of that the disk's own: a forced write", this::force);
            }
        }
        System.out.println("\n| at 1 connection | p50, median of " + ROUNDS + " rounds |\n|---|---|");
        medians.forEach((what, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.2f ms |%n",
                what,
                Paired.median(all.stream().mapToDouble(Double::doubleValue).toArray())));
    }

    private void note(String what, double millis) {
        medians.computeIfAbsent(what, first -> new ArrayList<>()).add(millis);
    }

    private void part(String what, Part part) throws Exception {
        List<Double> all = new ArrayList<>();
        long end = System.nanoTime() + PART_NANOS;
        for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
            part.run();
            all.add((System.nanoTime() - begun) / 1e6);
        }
        note(what, Paired.median(all.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** An answer to HEAD ends with its empty line. */
    private void ask() throws IOException {
        socket.write(ByteBuffer.wrap(head));
        ByteBuffer answer = ByteBuffer.allocate(1 << 13);
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            if (socket.read(answer) < 0) {
                throw new EOFException("the store closed the connection");
            }
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
        if (!text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("the store answered " + text);
        }
    }

    private void force() throws IOException {
        file.write(StandardCharsets.US_ASCII.encode(LINE));
        file.force(false);
    }

    @Override
    public void close() throws IOException, SQLException {
        file.close();
        socket.close();
        database.close();
        store.close();
    }
}
