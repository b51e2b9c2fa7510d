package dev.tasuki.faults.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of events, one JSON object on each line, in the order in which they were added. Thread-safe. */
public final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter lines;
    private final long begun = System.nanoTime();

    private History(BufferedWriter lines) {
        this.lines = lines;
    }

    /** Begins a run's history in a new file. */
    public static History write(Path file) {
        try {
            return new History(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Milliseconds since the run began. */
    public long now() {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    /** Adds a line, which is in the file when this returns. */
    public synchronized void add(Event event) {
        try {
            lines.write(JSON.writerFor(Event.class).writeValueAsString(event));
            lines.write('\n');
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines of a file. */
    public static List<Event> read(Path file) {
        try {
            List<Event> events = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                events.add(JSON.readValue(line, Event.class));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
