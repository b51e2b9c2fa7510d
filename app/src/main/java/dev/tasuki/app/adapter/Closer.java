package dev.tasuki.app.adapter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes together what was registered, the last one first. For one thread. */
public final class Closer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private record Key(Class<?> type, String place) {}

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<Key, AutoCloseable> shared = new HashMap<>();

    /** Has the part closed with the others. */
    public <T extends AutoCloseable> T register(T part) {
        parts.push(part);
        return part;
    }

    /** What was opened for this place before, or what {@code open} opens now. */
    <T extends AutoCloseable> T once(Class<T> type, String place, Supplier<T> open) {
        return type.cast(shared.computeIfAbsent(new Key(type, place), key -> register(open.get())));
    }

    /** Closes all; one that cannot be closed is logged and holds up no other. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed", part.getClass().getSimpleName(), e);
            }
        }
    }
}
