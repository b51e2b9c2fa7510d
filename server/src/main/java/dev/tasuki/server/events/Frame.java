package dev.tasuki.server.events;

import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Change;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A change as it goes to clients: written once for all of them, when the first of them wants it. Thread-safe. */
final class Frame {
    private final Change change;
    private byte @Nullable [] bytes;

    Frame(Change change) {
        this.change = change;
    }

    Change change() {
        return change;
    }

    /** Never changed. */
    synchronized byte[] bytes() {
        byte[] written = bytes;
        if (written == null) {
            byte[] json = Json.bytes(CloudEvents.of(change));
            written = bytes(Long.toString(change.version()), change.kind().text(), json);
            bytes = written;
        }
        return written;
    }

    /** An event that is not part of the log: it has no id, so a client that comes back goes on from the one before. */
    static byte[] gauge(String event, byte[] json) {
        return bytes("", event, json);
    }

    /** JSON has no line ends, so one line of data holds it. */
    static byte[] bytes(String id, String event, byte[] json) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(json.length + 64);
        String head = (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: ";
        frame.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(json);
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }
}
