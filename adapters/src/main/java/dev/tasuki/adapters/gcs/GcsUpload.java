package dev.tasuki.adapters.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.gcs.GcsObjects.Described;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One upload of a stream of unknown length, with the memory of one piece. What fits into a piece goes up
 * in one request; anything longer through a session ({@link UploadSession}), which readers see only
 * when its last piece is there. The CRC-32C of the bytes goes with a single request, and is compared
 * with the stored object's in any case.
 */
final class GcsUpload {
    /** A multiple of 256 KiB, which all pieces except the last must be. */
    static final int PIECE = 8 << 20;
    /** A mark or a small model does not cost the memory of a whole piece. */
    private static final int SMALL = 64 << 10;

    private static final String TYPE = "application/octet-stream";

    private final GcsClient client;
    private final GcsUrls urls;
    private final String key;
    private final String path;
    private final CRC32C sum = new CRC32C();
    private long bytes;

    /** For the object with this key, which the bucket has under {@code path}. */
    GcsUpload(GcsClient client, GcsUrls urls, String key, String path) {
        this.client = client;
        this.urls = urls;
        this.key = key;
        this.path = path;
    }

    /** Reads the stream to its end and stores it. */
    Described run(InputStream content) throws IOException {
        byte[] buffer = content.readNBytes(SMALL);
        int length = buffer.length;
        if (length == SMALL) {
            buffer = Arrays.copyOf(buffer, PIECE);
            length += content.readNBytes(buffer, SMALL, PIECE - SMALL);
        }
        int beyond = length < PIECE ? -1 : content.read();
        GcsReply reply = beyond < 0 ? single(buffer, length) : pieces(buffer, beyond, content);
        return checked(reply);
    }

    private GcsReply single(byte[] buffer, int length) {
        sum.update(buffer, 0, length);
        bytes = length;
        String boundary = "tasuki-" + UUID.randomUUID();
        ObjectNode about =
                Json.object().put("name", path).put("contentType", TYPE).put("crc32c", GcsObjects.crc(sum.getValue()));
        String head = "--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" + about + "\r\n--"
                + boundary + "\r\nContent-Type: " + TYPE + "\r\n\r\n";
        GcsRequest request = GcsRequest.of("POST", urls.multipart())
                .with("Content-Type", "multipart/related; boundary=" + boundary)
                .with(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head.getBytes(StandardCharsets.UTF_8)),
                        BodyPublishers.ofByteArray(buffer, 0, length),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
        return client.ask(request, Limits.GOOGLE_ANSWER);
    }

    private GcsReply pieces(byte[] buffer, int beyond, InputStream content) throws IOException {
        UploadSession session = UploadSession.start(client, urls, key, path);
        boolean done = false;
        try {
            GcsReply reply = send(session, buffer, beyond, content);
            done = true;
            return reply;
        } finally {
            if (!done) {
                session.cancel();
            }
        }
    }

    /** Sends the piece in the buffer, then the rest of the stream, always one byte ahead of the end. */
    private GcsReply send(UploadSession session, byte[] buffer, int first, InputStream content) throws IOException {
        int beyond = first;
        while (beyond >= 0) {
            sum.update(buffer, 0, PIECE);
            bytes += PIECE;
            session.piece(buffer);
            buffer[0] = (byte) beyond;
            int length = 1 + content.readNBytes(buffer, 1, PIECE - 1);
            beyond = length < PIECE ? -1 : content.read();
            if (beyond < 0) {
                sum.update(buffer, 0, length);
                bytes += length;
                return session.last(buffer, length);
            }
        }
        throw new IllegalStateException("the first piece was the last");
    }

    private Described checked(GcsReply reply) {
        if (!reply.done()) {
            throw client.failures().translate(reply, key);
        }
        Described stored = GcsObjects.of(key, reply.body())
                .orElseThrow(() -> client.failures().strange("it does not describe what was stored"));
        boolean same = stored.object().size() == bytes
                && (stored.crc().isEmpty() || stored.crc().equals(GcsObjects.crc(sum.getValue())));
        if (!same) {
            client.ask(GcsRequest.of("DELETE", urls.removal(path, stored.generation())), Limits.GOOGLE_ANSWER);
            throw client.failures().damaged();
        }
        return stored;
    }
}
