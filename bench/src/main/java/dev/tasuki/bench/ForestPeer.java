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

/** scikit-learn in a process of its own that fits when told to, so that fits can be paired. */
final class ForestPeer implements AutoCloseable {
    private final Process python;
    private final OutputStream orders;
    private final BufferedReader answers;

    private ForestPeer(Process python) {
        this.python = python;
        this.orders = python.getOutputStream();
        this.answers = python.inputReader(StandardCharsets.US_ASCII);
    }

    static ForestPeer start(Path csv, ForestCase setting) throws IOException {
        Path script = csv.resolveSibling("forest_peer.py");
        try (InputStream in = ForestPeer.class.getResourceAsStream("forest_peer.py")) {
            if (in == null) {
                throw new IllegalStateException("forest_peer.py is not on the class path");
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        String python = System.getProperty("bench.python", "/usr/bin/python3");
        return new ForestPeer(new ProcessBuilder(
                        python,
                        script.toString(),
                        csv.toString(),
                        Integer.toString(setting.trees()),
                        Integer.toString(setting.maxDepth()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Fits once; seconds as the peer measured them. */
    double fit() throws IOException {
        orders.write('\n');
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("python3 with scikit-learn ended without an answer; "
                    + "install python3-sklearn or name another python with -Dbench.python");
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        try {
            orders.close();
            python.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            python.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
