package dev.tasuki.testservers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a server prints, from its start to its end: copied to a file, and looked through for lines. Thread-safe. */
final class ServerOutput {
    private final Process process;
    private final Path log;
    private final List<Awaited> awaited = new CopyOnWriteArrayList<>();

    ServerOutput(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A text that someone waits for. */
    private record Awaited(String text, CompletableFuture<Boolean> seen) {}

    /** Completes at the next line that contains the text: with false if the output ends before. */
    CompletableFuture<Boolean> next(String text) {
        Awaited line = new Awaited(text, new CompletableFuture<>());
        awaited.add(line);
        return line.seen();
    }

    /** Copies until the server has ended. */
    void copy() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                Writer file = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line + "\n");
                file.flush();
                seen(line);
            }
        } catch (IOException e) {
            awaited.forEach(each -> each.seen().completeExceptionally(e));
        }
        awaited.forEach(each -> each.seen().complete(false));
    }

    private void seen(String line) {
        for (Awaited each : awaited) {
            if (line.contains(each.text())) {
                awaited.remove(each);
                each.seen().complete(true);
            }
        }
    }
}
