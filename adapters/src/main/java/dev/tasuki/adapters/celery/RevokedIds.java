package dev.tasuki.adapters.celery;

import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ids of calls that were called off, possibly before they came. The oldest are forgotten first: after three hours, or when
 * there are too many. Thread-safe.
 */
final class RevokedIds {
    private static final Duration KEPT = Duration.ofHours(3);

    private final InstantSource clock;
    private final Map<String, Instant> since = new LinkedHashMap<>();

    RevokedIds(InstantSource clock) {
        this.clock = clock;
    }

    /** Remembers it from now on. */
    synchronized void add(String id) {
        since.remove(id);
        since.put(id, clock.instant());
        Instant oldest = clock.instant().minus(KEPT);
        int many = since.size() - Limits.REVOKED_IDS.intValue();
        var each = since.values().iterator();
        for (int i = 0; each.hasNext(); i++) {
            if (!each.next().isBefore(oldest) && i >= many) {
                return;
            }
            each.remove();
        }
    }

    synchronized boolean contains(String id) {
        Instant at = since.get(id);
        return at != null && !at.isBefore(clock.instant().minus(KEPT));
    }

    /** The newest last. */
    synchronized List<String> all() {
        return new ArrayList<>(since.keySet());
    }

    /** The same with when, in seconds since 1970. */
    synchronized Map<String, Double> times() {
        Map<String, Double> times = new LinkedHashMap<>();
        since.forEach((id, at) -> times.put(id, at.toEpochMilli() / 1000.0));
        return times;
    }
}
