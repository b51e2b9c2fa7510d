package dev.tasuki.core.memory;

import dev.tasuki.core.port.Cursors;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Cursors in memory. */
public final class MemoryCursors implements Cursors {
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    @Override
    public OptionalLong of(String reader) {
        Long version = versions.get(reader);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    @Override
    public void begin(String reader, long version) {
        versions.putIfAbsent(reader, version);
    }

    @Override
    public boolean move(String reader, long from, long to) {
        return versions.replace(reader, from, to);
    }
}
