package dev.tasuki.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that fits and predicts when told to, and answers each order with a number. */
final class LearnPeer implements AutoCloseable {
    private final Process process;
    private final OutputStream orders;
    private final BufferedReader answers;

    private LearnPeer(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** scikit-learn's. @param kind boosting or forest */
    static LearnPeer python(Path csv, String kind, int threads) throws IOException {
        Path script = csv.resolveSibling("learn_peer.py");
        try (InputStream in = LearnPeer.class.getResourceAsStream("learn_peer.py")) {
            if (in == null) {
                throw new IllegalStateException("learn_peer.py is not on the class path");
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        String python = System.getProperty("bench.python", "/usr/bin/python3");
        return new LearnPeer(List.of(python, script.toString(), csv.toString(), kind, Integer.toString(threads)));
    }

    /** Ours in a fresh JVM, whose memory is then its own. @param heapMiB that it may have; it takes more if it gets more */
    static LearnPeer java(Path csv, String kind, int threads, long heapMiB) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heapMiB + "m",
                "-cp",
                System.getProperty("java.class.path"),
                LearnOnce.class.getName()));
        command.addAll(List.of(csv.toString(), kind, Integer.toString(threads)));
        return new LearnPeer(command);
    }

    /** Gives an order and waits for its number. */
    double tell(String order) throws IOException {
        orders.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("a peer ended without an answer; install python3-sklearn and python3-pandas, or name"
                    + " another python with -Dbench.python");
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        try {
            orders.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
