package dev.tasuki.core.memory;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.task.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who is there, in memory: for a process that has its store to itself, and for tests. */
public final class MemoryPresenceBoard implements PresenceBoard {
    private final InstantSource clock;
    private final TreeMap<String, Told> told = new TreeMap<>();

    /** A board by this clock. */
    public MemoryPresenceBoard(InstantSource clock) {
        this.clock = clock;
    }

    private record Told(String about, Instant at, Instant until, Wish wish) {
        boolean lost(Instant now) {
            return !until.isAfter(now);
        }
    }

    @Override
    public synchronized Optional<Wish> tell(String process, String about, Duration life) {
        Instant now = clock.instant();
        prune(now);
        Told before = told.get(process);
        if (before == null && told.size() >= Limits.PROCESSES_PRESENT.value() && !makeRoom(now)) {
            return Optional.empty();
        }
        Wish wish = before == null ? Wish.WORK : before.wish();
        told.put(process, new Told(about, now, now.plus(life), wish));
        return Optional.of(wish);
    }

    @Override
    public synchronized void leave(String process) {
        told.remove(process);
    }

    @Override
    public synchronized boolean wish(String process, Wish wish) {
        prune(clock.instant());
        return told.computeIfPresent(process, (name, one) -> new Told(one.about(), one.at(), one.until(), wish))
                != null;
    }

    @Override
    public synchronized boolean forget(String process) {
        Told one = told.get(process);
        return one != null && one.lost(clock.instant()) && told.remove(process, one);
    }

    @Override
    public synchronized List<Present> all() {
        Instant now = clock.instant();
        prune(now);
        return told.entrySet().stream()
                .map(entry -> present(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static Present present(String process, Told one, Instant now) {
        return new Present(process, one.about(), Duration.between(one.at(), now), one.lost(now), one.wish());
    }

    private void prune(Instant now) {
        told.values().removeIf(one -> one.lost(now.minus(REMEMBERED)));
    }

    /** The one that has been lost for longest gives its place. */
    private boolean makeRoom(Instant now) {
        Optional<String> eldest = told.entrySet().stream()
                .filter(entry -> entry.getValue().lost(now))
                .min(Comparator.comparing(entry -> entry.getValue().until()))
                .map(Map.Entry::getKey);
        return eldest.isPresent() && told.remove(eldest.get()) != null;
    }
}
