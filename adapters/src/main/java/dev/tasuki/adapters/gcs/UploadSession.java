package dev.tasuki.adapters.gcs;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resumable upload, as Google's public documentation describes it: pieces go to the session's own
 * address; 308 with {@code Range} says how far they are kept, which may be less than was sent; after a
 * break the session is asked, and goes on from there. The object appears with the last piece. For one
 * thread.
 */
final class UploadSession {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSession.class);
    private static final Pattern KEPT = Pattern.compile("bytes=0-(\\d{1,18})");
    private static final int INCOMPLETE = 308;

    private final GcsClient client;
    private final URI address;
    private final String key;
    /** Bytes of the object before the piece that is sent. */
    private long before;

    private UploadSession(GcsClient client, URI address, String key) {
        this.client = client;
        this.address = address;
        this.key = key;
    }

    static UploadSession start(GcsClient client, GcsUrls urls, String key, String path) {
        GcsReply reply = client.ask(
                GcsRequest.of("POST", urls.session(path)).with("X-Upload-Content-Type", "application/octet-stream"),
                Limits.GOOGLE_ANSWER);
        if (!reply.done()) {
            throw client.failures().translate(reply, key);
        }
        URI given = location(reply.headers().firstValue("location").orElse(""));
        if (!Hosts.sameOrigin(urls.session(path), given)) {
            throw client.failures().strange("it sends the content of an upload to another host");
        }
        return new UploadSession(client, given, key);
    }

    private static URI location(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return URI.create("");
        }
    }

    /** Sends a whole piece that is not the last one. */
    void piece(byte[] buffer) {
        GcsReply reply = send(buffer, buffer.length, "*");
        if (reply.done()) {
            throw client.failures().strange("it ends an upload before its last piece");
        }
        before += buffer.length;
    }

    /** Sends the last piece; the answer describes the object. */
    GcsReply last(byte[] buffer, int length) {
        return send(buffer, length, Long.toString(before + length));
    }

    /** Returns the answer that has the piece as kept, or the object as stored. */
    private GcsReply send(byte[] buffer, int length, String total) {
        int sent = 0;
        int fruitless = 0;
        while (true) {
            long from = before + sent;
            String range =
                    sent == length ? "bytes */" + total : "bytes %d-%d/%s".formatted(from, before + length - 1, total);
            GcsRequest request = request()
                    .with("Content-Range", range)
                    .with(BodyPublishers.ofByteArray(buffer, sent, length - sent));
            Optional<GcsReply> answer = client.once(request);
            if (answer.isEmpty()) {
                client.retries().await(fruitless + 1);
            }
            GcsReply reply = answer.orElseGet(() -> ask(total));
            if (reply.status() != INCOMPLETE) {
                return finished(reply);
            }
            int kept = kept(reply, length);
            if (kept == length && total.equals("*")) {
                return reply;
            }
            fruitless = kept > sent ? 0 : fruitless + 1;
            if (fruitless == client.retries().tries()) {
                throw client.failures().lostUpload("keeps no more of the upload after " + from + " bytes");
            }
            LOG.info("the upload of {} goes on from byte {}", key, before + kept);
            sent = kept;
        }
    }

    private GcsReply finished(GcsReply reply) {
        if (reply.status() == 404 || reply.status() == 410) {
            throw client.failures().lostUpload("has forgotten the upload");
        }
        if (!reply.done()) {
            throw client.failures().translate(reply, key);
        }
        return reply;
    }

    /** How much of the piece is kept. */
    private int kept(GcsReply reply, int length) {
        String range = reply.headers().firstValue("range").orElse("");
        Matcher matcher = KEPT.matcher(range);
        long kept = matcher.matches() ? Long.parseLong(matcher.group(1)) + 1 : 0;
        if (kept < before) {
            throw client.failures().lostUpload("lost a part of the upload that it had confirmed");
        }
        if (kept > before + length) {
            throw client.failures().strange("it keeps more of an upload than was sent");
        }
        return (int) (kept - before);
    }

    private GcsReply ask(String total) {
        return client.ask(request().with("Content-Range", "bytes */" + total), Limits.GOOGLE_ANSWER);
    }

    private GcsRequest request() {
        return GcsRequest.of("PUT", address).unauthorized();
    }

    /** Google forgets what was sent; an upload that cannot be cancelled it forgets after a week. */
    void cancel() {
        boolean stopped = Thread.interrupted();
        try {
            client.ask(GcsRequest.of("DELETE", address).unauthorized(), Limits.GOOGLE_ANSWER);
        } catch (Refusal e) {
            LOG.warn("could not cancel the upload of {}; Google forgets it after a week: {}", key, e.detail());
        } finally {
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
