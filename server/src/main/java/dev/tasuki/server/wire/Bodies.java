package dev.tasuki.server.wire;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Reads request bodies, gzip or plain, up to a limit that holds before and after un-zipping. JSON bodies
 * share one budget of memory.
 */
public final class Bodies {
    private static final int BUFFER = 1 << 16;
    private static final int FIRST = 8 << 10;
    private static final String FORM = "multipart/form-data";

    private final int maxBody;
    private final long maxDataset;
    private final BodyBudget budget;

    /** Limits in bytes, of a prediction's body and of a dataset, and what all JSON bodies may take together. */
    public Bodies(int maxBody, long maxDataset, BodyBudget budget) {
        this.maxBody = maxBody;
        this.maxDataset = maxDataset;
        this.budget = budget;
    }

    /**
     * The whole body of a training and of every other route but predictions. Throws {@link InvalidRequest}
     * with {@code too_large} past the limit and {@code too_busy} if the budget is spent.
     */
    public Body json(ServerHttpRequest<?> request) throws IOException {
        Body body = read(request, Math.min(maxBody, Limits.TRAIN_BODY.intValue()));
        try {
            body.weigh();
            return body;
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /** The whole body of a prediction, which may be larger and of which no tree is made here. */
    public Body prediction(ServerHttpRequest<?> request) throws IOException {
        return read(request, maxBody);
    }

    private Body read(ServerHttpRequest<?> request, int limit) throws IOException {
        String encoding = encoding(request);
        refuseIfDeclaredLarger(request, limit);
        boolean zipped = encoding.equals("gzip");
        int declared = zipped ? -1 : (int) request.getContentLength();
        BodyBudget.Share share = budget.open();
        boolean done = false;
        try {
            // Before a byte is asked for: until then the connection holds what it has sent back.
            share.take(Math.max(0, declared));
            if (declared >= 0 && request.byteBody() instanceof AvailableByteBody whole) {
                // It came with its head: no thread waits for it.
                byte[] bytes = whole.toByteArray();
                share.arrived();
                done = true;
                return new Body(bytes, share);
            }
            byte[] bytes;
            try (InputStream raw = request.byteBody().toInputStream();
                    InputStream plain = zipped ? new GzipStream(raw, RefusalCode.INVALID_REQUEST) : raw) {
                bytes = declared >= 0 ? exactly(plain, declared) : grown(plain, limit, share);
            } catch (IOException e) {
                share.refuseIfItGaveWay();
                throw e;
            }
            share.arrived();
            done = true;
            return new Body(bytes, share);
        } finally {
            if (!done) {
                share.close();
            }
        }
    }

    /** As many as were announced; fewer only if the client ends early. */
    private static byte[] exactly(InputStream body, int declared) throws IOException {
        byte[] bytes = new byte[declared];
        int read = body.readNBytes(bytes, 0, declared);
        return read == declared ? bytes : Arrays.copyOf(bytes, read);
    }

    /** As many as come; the budget is asked before each growth. */
    private static byte[] grown(InputStream body, int limit, BodyBudget.Share share) throws IOException {
        int size = Math.min(FIRST, limit + 1);
        share.take(size);
        byte[] bytes = new byte[size];
        int read = 0;
        while (true) {
            read += body.readNBytes(bytes, read, bytes.length - read);
            if (read > limit) {
                throw tooLarge("the request body", limit);
            }
            if (read < bytes.length) {
                return Arrays.copyOf(bytes, read);
            }
            int more = (int) Math.min(2L * bytes.length, limit + 1L);
            share.take(more - bytes.length);
            bytes = Arrays.copyOf(bytes, more);
        }
    }

    /**
     * The body, or the file of a form, as a stream that is un-zipped if it is gzip, whether a header says so or the file was
     * zipped; reading past the limit throws {@link InvalidRequest}. The caller closes it.
     */
    public Upload upload(ServerHttpRequest<?> request) throws IOException {
        String encoding = encoding(request);
        String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        boolean form = type != null && type.strip().regionMatches(true, 0, FORM, 0, FORM.length());
        refuseIfDeclaredLarger(request, form ? maxDataset + Limits.REQUEST_HEAD.value() : maxDataset);
        InputStream raw = request.byteBody().toInputStream();
        if (!form) {
            return new Upload(Map.of(), "", dataset(raw));
        }
        boolean opened = false;
        try {
            InputStream plain = encoding.equals("gzip") ? new GzipStream(raw, RefusalCode.INVALID_DATASET) : raw;
            Upload upload = Upload.form(plain, String.valueOf(type));
            opened = true;
            return new Upload(upload.fields(), upload.fileName(), dataset(upload.content()));
        } catch (IOException brokenOff) {
            throw FormParts.wrong("the form broke off before its file; nothing was stored, send it again");
        } finally {
            if (!opened) {
                raw.close();
            }
        }
    }

    /** The body that is a CSV to predict, as a stream that is un-zipped as that of an upload is. The caller closes it. */
    public InputStream csv(ServerHttpRequest<?> request) throws IOException {
        encoding(request);
        refuseIfDeclaredLarger(request, Limits.PREDICT_CSV_BYTES.value());
        return csv(request.byteBody().toInputStream());
    }

    static InputStream csv(InputStream body) throws IOException {
        return plain(body, "the CSV", Limits.PREDICT_CSV_BYTES.value());
    }

    InputStream dataset(InputStream body) throws IOException {
        return plain(body, "the dataset", maxDataset);
    }

    private static InputStream plain(InputStream body, String what, long most) throws IOException {
        boolean opened = false;
        try {
            BufferedInputStream raw = new BufferedInputStream(body, BUFFER);
            InputStream csv = GzipStream.begins(raw) ? new GzipStream(raw, RefusalCode.INVALID_DATASET) : raw;
            opened = true;
            return new LimitedStream(csv, what, most);
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
