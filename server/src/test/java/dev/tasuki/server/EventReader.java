package dev.tasuki.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of server-sent events, as a browser reads them. */
final class EventReader implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    /** One event; the id is empty where it has none. */
    record Event(String id, String name, String data) {}

    /** Begins, or goes on after the event with this id; empty: begins. */
    EventReader(URI server, String path, String lastSeen) throws IOException {
        connection = (HttpURLConnection) server.resolve(path).toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        if (!lastSeen.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastSeen);
        }
        lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** The next event. Throws UncheckedIOException if the stream has ended. */
    Event next() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    return new Event(id, name, data.toString());
                }
                String value = line.substring(line.indexOf(':') + 2);
                switch (line.substring(0, line.indexOf(':'))) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "data" -> data.append(value);
                    default -> throw new IllegalStateException("no field of an event: " + line);
                }
            }
            throw new IOException("the stream has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event that is in the log or a snapshot of it. */
    Event nextWithId() {
        Event event = next();
        while (event.id().isEmpty()) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
