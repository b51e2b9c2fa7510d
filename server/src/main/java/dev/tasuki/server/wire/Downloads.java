package dev.tasuki.server.wire;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredContent;
import dev.tasuki.core.port.StoredObject;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Answers with the bytes of a stored object: 64 KiB of each answer are in memory at a time, whatever the size, and
 * are read as the client takes them. Thread-safe.
 */
public final class Downloads {
    private static final int PART = 64 << 10;

    private final Transfers transfers;

    public Downloads(Transfers transfers) {
        this.transfers = transfers;
    }

    /** The answer, which a browser stores as a file of that name. */
    public HttpResponse<?> answer(HttpRequest<?> request, StoredContent content, MediaType type, String fileName) {
        StoredObject object = content.object();
        MutableHttpResponse<?> answer =
                request.getMethod() == HttpMethod.HEAD ? HttpResponse.ok() : HttpResponse.ok(body(request, content));
        return answer.contentType(type)
                // Of the answer to HEAD; a body of parts has none, and its end is marked.
                .header(HttpHeaders.CONTENT_LENGTH, Long.toString(object.size()))
                .header(HttpHeaders.ETAG, '"' + object.etag() + '"')
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + '"');
    }

    private Outflow body(HttpRequest<?> request, StoredContent content) {
        Transfers.Place place = transfers.download(request.getRemoteAddress().getAddress());
        return Outflow.of(out -> write(content, out), place::close);
    }

    private static void write(StoredContent content, Outflow out) {
        try (ObjectReader reader = content.open()) {
            boolean wanted = true;
            while (wanted) {
                byte[] part = reader.content().readNBytes(PART);
                if (part.length == 0) {
                    return;
                }
                wanted = out.write(part);
            }
            throw new IOException("the client took no more");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an object was sent", e);
        }
    }
}
