package dev.tasuki.server.wire;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.ServerHttpRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Reads request bodies, gzip or plain, up to a limit that holds before and after un-zipping. The
 * content type is not looked at: clients that leave it out, or send curl's default, mean JSON too.
 */
public final class Bodies {
    private static final int BUFFER = 1 << 16;

    private final int maxBody;
    private final long maxDataset;

    /** Limits in bytes. */
    public Bodies(int maxBody, long maxDataset) {
        this.maxBody = maxBody;
        this.maxDataset = maxDataset;
    }

    /** The whole body; throws {@link InvalidRequest} with {@code too_large} past the limit. */
    public byte[] json(ServerHttpRequest<?> request) throws IOException {
        String encoding = encoding(request);
        refuseIfDeclaredLarger(request, maxBody);
        try (InputStream raw = request.byteBody().toInputStream()) {
            if (encoding.equals("gzip")) {
                return limited(new GzipStream(raw, RefusalCode.INVALID_REQUEST));
            }
            long declared = request.getContentLength();
            return declared < 0 ? limited(raw) : raw.readNBytes((int) declared);
        }
    }

    private byte[] limited(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBody + 1);
        if (bytes.length > maxBody) {
            throw tooLarge("the request body", maxBody);
        }
        return bytes;
    }

    /**
     * The body as a stream that is un-zipped if it is gzip, whether a header says so or the file was
     * zipped; reading past the limit throws {@link InvalidRequest}. The caller closes it.
     */
    public InputStream dataset(ServerHttpRequest<?> request) throws IOException {
        encoding(request);
        refuseIfDeclaredLarger(request, maxDataset);
        return dataset(request.byteBody().toInputStream());
    }

    InputStream dataset(InputStream body) throws IOException {
        boolean opened = false;
        try {
            BufferedInputStream raw = new BufferedInputStream(body, BUFFER);
            InputStream csv = GzipStream.begins(raw) ? new GzipStream(raw, RefusalCode.INVALID_DATASET) : raw;
            opened = true;
            return new LimitedStream(csv, maxDataset);
        } finally {
            if (!opened) {
                body.close();
            }
        }
    }

    /** A body that the server itself stopped reading. */
    public static InvalidRequest tooLarge() {
        return InvalidRequest.content(
                RefusalCode.TOO_LARGE, "the request body is larger than the limit; send less at once");
    }

    static InvalidRequest tooLarge(String what, long limit) {
        return InvalidRequest.content(
                RefusalCode.TOO_LARGE, "%s is larger than the limit of %,d bytes".formatted(what, limit));
    }

    private static void refuseIfDeclaredLarger(ServerHttpRequest<?> request, long limit) {
        if (request.getContentLength() > limit) {
            throw tooLarge("the request body of %,d bytes".formatted(request.getContentLength()), limit);
        }
    }

    private static String encoding(ServerHttpRequest<?> request) {
        String encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null) {
            return "identity";
        }
        String known = encoding.strip().toLowerCase(Locale.ROOT);
        return switch (known) {
            case "gzip", "x-gzip" -> "gzip";
            case "identity", "" -> "identity";
            default -> throw new UnsupportedEncoding(known);
        };
    }
}
