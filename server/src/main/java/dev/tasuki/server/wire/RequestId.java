package dev.tasuki.server.wire;

import dev.tasuki.core.task.Shown;
import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Names a request in answers and log lines. The name is always ours, so that no client can write lines under
 * another request's name; the client's own X-Request-Id stands beside it in the log.
 */
public final class RequestId {
    /** The header in which ids come and go. */
    public static final String HEADER = "X-Request-Id";

    /** The key under which the id stands in the logging context. */
    public static final String LOG_KEY = "request_id";

    /** The key of the client's own id. */
    public static final String CLIENT_LOG_KEY = "client_request_id";

    private static final String ATTRIBUTE = "tasuki.request_id";
    private static final int LONGEST = 64;

    private final String process = HexFormat.of().toHexDigits((short) new SecureRandom().nextInt());
    private final AtomicLong next = new AtomicLong();

    /** Chooses the request's id and keeps it with the request. */
    String assign(HttpRequest<?> request) {
        String id = process + "-" + Long.toString(next.incrementAndGet(), Character.MAX_RADIX);
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The client's name for the request, shortened, without control characters; null if it has none. */
    static @Nullable String ofClient(HttpRequest<?> request) {
        String sent = request.getHeaders().get(HEADER);
        return sent == null ? null : Shown.of(sent, LONGEST);
    }

    /** The id that was assigned; "-" for a request that was too broken to be given one. */
    public static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElse("-");
    }
}
