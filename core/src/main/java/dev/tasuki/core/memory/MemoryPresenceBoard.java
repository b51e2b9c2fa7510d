package dev.tasuki.core.memory;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;

/** Who is there, in memory: for a process that has its store to itself, and for tests. */
public final class MemoryPresenceBoard implements PresenceBoard {
    private final InstantSource clock;
    private final TreeMap<String, Told> told = new TreeMap<>();

    /** A board by this clock. */
    public MemoryPresenceBoard(InstantSource clock) {
        this.clock = clock;
    }

    private record Told(String about, Instant at, Instant until) {}

    @Override
    public synchronized boolean tell(String process, String about, Duration life) {
        Instant now = clock.instant();
        forget(now);
        if (!told.containsKey(process) && told.size() >= Limits.PROCESSES_PRESENT.value()) {
            return false;
        }
        told.put(process, new Told(about, now, now.plus(life)));
        return true;
    }

    @Override
    public synchronized void leave(String process) {
        told.remove(process);
    }

    @Override
    public synchronized List<Present> all() {
        Instant now = clock.instant();
        forget(now);
        return told.entrySet().stream()
                .map(entry -> new Present(
                        entry.getKey(),
                        entry.getValue().about(),
                        Duration.between(entry.getValue().at(), now)))
                .toList();
    }

    private void forget(Instant now) {
        told.values().removeIf(one -> !one.until().isAfter(now));
    }
}
