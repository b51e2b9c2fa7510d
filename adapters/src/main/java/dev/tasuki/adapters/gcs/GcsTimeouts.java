package dev.tasuki.adapters.gcs;

import java.time.Duration;
import java.util.List;

/**
 * How long Google is waited for. All are longer than zero.
 *
 * @param connect until a TCP and TLS connection stands
 * @param call until the answer to a request without content is there, and between two pieces of an
 *     object that is read
 * @param content what an upload's request has beside {@code call} for each MiB of its content
 * @param metadata until the metadata server has answered
 */
public record GcsTimeouts(Duration connect, Duration call, Duration content, Duration metadata) {
    /** 2 s, 10 s, 8 s and 1 s: a piece of 8 MiB has 74 s, which is enough at 115 kB/s. */
    public static final GcsTimeouts DEFAULT = new GcsTimeouts(
            Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(1));

    private static final long MIB = 1 << 20;

    public GcsTimeouts {
        List<Duration> all = List.of(connect, call, content, metadata);
        if (!all.stream().allMatch(Duration::isPositive)) {
            throw new IllegalArgumentException("time-outs must be longer than zero: " + all);
        }
    }

    /** How long a request with this many bytes of content may take. */
    Duration of(long bytes) {
        return call.plus(content.multipliedBy((bytes + MIB - 1) / MIB));
    }
}
