package dev.tasuki.server.events;

import dev.tasuki.core.base.CloudEvents;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Change;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change as it goes to clients: written once for all of them, when the first of them wants it. Thread-safe. */
final class Frame {
    private static final int LARGEST_PART = 16 << 10;

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

    /** The frames in as few parts as can be: one that is alone is not copied, and the copies of a part have a bound. */
    static List<byte[]> joined(List<byte[]> frames) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        int size = 0;
        for (int i = 0; i < frames.size(); i++) {
            int next = frames.get(i).length;
            if (i > from && size + next > LARGEST_PART) {
                parts.add(part(frames.subList(from, i), size));
                from = i;
                size = 0;
            }
            size += next;
        }
        if (from < frames.size()) {
            parts.add(part(frames.subList(from, frames.size()), size));
        }
        return parts;
    }

    private static byte[] part(List<byte[]> frames, int size) {
        if (frames.size() == 1) {
            return frames.getFirst();
        }
        byte[] part = new byte[size];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, part, at, frame.length);
            at += frame.length;
        }
        return part;
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
