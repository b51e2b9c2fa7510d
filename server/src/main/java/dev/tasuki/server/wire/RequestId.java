package dev.tasuki.server.wire;

import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Names a request in answers and log lines: the client's own X-Request-Id if it is sane, else ours. */
public final class RequestId {
    /** The header in which ids come and go. */
    public static final String HEADER = "X-Request-Id";

    /** The key under which the id stands in the logging context. */
    public static final String LOG_KEY = "request_id";

    private static final String ATTRIBUTE = "tasuki.request_id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final String process = HexFormat.of().toHexDigits((short) new SecureRandom().nextInt());
    private final AtomicLong next = new AtomicLong();

    /** Chooses the request's id and keeps it with the request. */
    String assign(HttpRequest<?> request) {
        String sent = request.getHeaders().get(HEADER);
        String id = sent != null && SANE.matcher(sent).matches()
                ? sent
                : process + "-" + Long.toString(next.incrementAndGet(), Character.MAX_RADIX);
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The id that was assigned; "-" for a request that was too broken to be given one. */
    public static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElse("-");
    }
}
