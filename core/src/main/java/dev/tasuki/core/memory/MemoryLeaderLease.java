package dev.tasuki.core.memory;

import dev.tasuki.core.port.LeaderLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leases in memory, for a process that has its store to itself, and for tests. */
public final class MemoryLeaderLease implements LeaderLease {
    private final InstantSource clock;
    private final Map<String, Held> leases = new HashMap<>();

    /** Leases by this clock. */
    public MemoryLeaderLease(InstantSource clock) {
        this.clock = clock;
    }

    private record Held(String holder, Instant until) {}

    @Override
    public synchronized boolean hold(String name, String holder, Duration length) {
        Instant now = clock.instant();
        @Nullable Held held = leases.get(name);
        if (held != null && !held.holder.equals(holder) && held.until.isAfter(now)) {
            return false;
        }
        leases.put(name, new Held(holder, now.plus(length)));
        return true;
    }

    @Override
    public synchronized void release(String name, String holder) {
        leases.computeIfPresent(name, (same, held) -> held.holder.equals(holder) ? null : held);
    }
}
