package dev.tasuki.server.wire;

import dev.tasuki.core.base.CancelSignal;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredContent;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.predict.OnnxExports;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
        return headed(answer, new Head(type, object.size(), object.etag()), fileName);
    }

    /**
     * Answers with a file that is made while it is sent.
     *
     * @param opening opens it, and is told when the client goes; the file is closed in any case
     */
    public HttpResponse<?> answer(
            HttpRequest<?> request, Function<CancelSignal, OnnxExports.Export> opening, String fileName) {
        Making making =
                new Making(transfers.download(request.getRemoteAddress().getAddress()), Disconnection.of(request));
        boolean sent = false;
        try {
            OnnxExports.Export export = opening.apply(making.client.departure());
            making.export = export;
            MutableHttpResponse<?> answer = HttpResponse.ok();
            if (request.getMethod() != HttpMethod.HEAD) {
                answer = HttpResponse.ok(Outflow.of(out -> write(export, out), making::close));
                sent = true;
            }
            return headed(
                    answer, new Head(MediaType.APPLICATION_OCTET_STREAM_TYPE, export.size(), export.etag()), fileName);
        } finally {
            if (!sent) {
                making.close();
            }
        }
    }

    /** What is held while a file is made. */
    private static final class Making {
        private final Transfers.Place place;
        private final Disconnection client;
        private OnnxExports.@Nullable Export export;

        Making(Transfers.Place place, Disconnection client) {
            this.place = place;
            this.client = client;
        }

        void close() {
            if (export != null) {
                export.close();
            }
            client.close();
            place.close();
        }
    }

    /** What is told of a file before its bytes. */
    private record Head(MediaType type, long size, String etag) {}

    private static HttpResponse<?> headed(MutableHttpResponse<?> answer, Head head, String fileName) {
        return answer.contentType(head.type())
                // Of the answer to HEAD; a body of parts has none, and its end is marked.
                .header(HttpHeaders.CONTENT_LENGTH, Long.toString(head.size()))
                .header(HttpHeaders.ETAG, '"' + head.etag() + '"')
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + '"');
    }

    private static void write(OnnxExports.Export export, Outflow out) {
        try {
            export.write(new OutflowStream(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
