package dev.tasuki.core.memory;

import dev.tasuki.core.port.ObjectKeys;
import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in a sorted map: lost with the process. Safe for any number of threads. */
public final class MemoryObjectStore implements ObjectStore {
    private final InstantSource clock;
    private final ConcurrentNavigableMap<String, Held> objects = new ConcurrentSkipListMap<>();

    /** A store whose objects are stamped with the system's time. */
    public MemoryObjectStore() {
        this(InstantSource.system());
    }

    /** A store whose objects are stamped with this clock's time. */
    public MemoryObjectStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        ObjectKeys.check(key);
        byte[] bytes = content.readAllBytes();
        StoredObject object = new StoredObject(
                key, bytes.length, sha256(bytes), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        objects.put(key, new Held(object, bytes));
        return object;
    }

    @Override
    public ObjectReader open(String key) {
        Held held = objects.get(ObjectKeys.check(key));
        if (held == null) {
            throw new NotFound(RefusalCode.OBJECT_NOT_FOUND, "there is no object \"" + key + "\"");
        }
        return new ObjectReader(held.object, new ByteArrayInputStream(held.bytes));
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return Optional.ofNullable(objects.get(ObjectKeys.check(key))).map(Held::object);
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return objects.tailMap(prefix).values().stream()
                .map(Held::object)
                .takeWhile(object -> object.key().startsWith(prefix))
                .toList();
    }

    @Override
    public boolean delete(String key) {
        return objects.remove(ObjectKeys.check(key)) != null;
    }

    /** Forgets every object. */
    @Override
    public void close() {
        objects.clear();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // the bytes are never handed out nor compared
    private record Held(StoredObject object, byte[] bytes) {}
}
