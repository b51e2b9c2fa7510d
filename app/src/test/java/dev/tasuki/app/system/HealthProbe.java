package dev.tasuki.app.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for a server's health all the time, in a process of its own: the attacks of this one make large bodies, and
 * a pause of its own collector would be taken for the server's.
 */
final class HealthProbe implements AutoCloseable {
    private final Process process;
    private final PrintWriter asked;
    private final BufferedReader answered;

    HealthProbe(String server) {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx32m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HealthProbe.class.getName(),
                            server)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asked = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answered = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        worstMillis();
    }

    /** The longest wait for an answer since this was last asked. */
    long worstMillis() {
        asked.println();
        try {
            return Long.parseLong(String.valueOf(answered.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        asked.close();
        process.waitFor();
    }

    /** The process: one number for each line that it reads, until there are no more. */
    public static void main(String[] args) throws IOException {
        Attacker attacker = new Attacker(args[0]);
        AtomicLong worst = new AtomicLong();
        // The first answers are slow here, not there.
        for (int i = 0; i < 100; i++) {
            attacker.ask("GET /health/live", new byte[0]);
        }
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                long began = System.nanoTime();
                attacker.ask("GET /health/live", new byte[0]);
                worst.accumulateAndGet((System.nanoTime() - began) / 1_000_000, Math::max);
            }
        });
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            System.out.println(worst.getAndSet(0));
        }
    }
}
