package dev.tasuki.server.wire;

import dev.tasuki.core.base.ComputePool;
import io.micronaut.http.HttpRequest;
import java.time.Duration;

/** When a request came. */
public final class Arrival {
    /** The attribute with the moment at which the request's head was there, by {@link System#nanoTime}. */
    static final String STARTED = "tasuki.started";

    private Arrival() {}

    /**
     * How long ago a request came whose body has just been read. One that fits into a few packets comes
     * with its head, so the time that a busy server took to look at it counts; a large one may take its time
     * over a slow line, which is not the server's.
     */
    public static Duration ago(HttpRequest<?> request, int bytes) {
        return bytes <= ComputePool.SMALL && request.getAttribute(STARTED).orElse(null) instanceof Long started
                ? Duration.ofNanos(System.nanoTime() - started)
                : Duration.ZERO;
    }
}
