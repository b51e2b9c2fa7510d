package dev.tasuki.core.simulation;

import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The object store as one process reaches it. A put that fails leaves the whole object or nothing. */
final class ObjectStoreLink implements ObjectStore {
    private final FaultyLink link;
    private final ObjectStore objects;

    ObjectStoreLink(FaultyLink link, ObjectStore objects) {
        this.link = link;
        this.objects = objects;
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        return link.call("objects.put " + key, () -> whole(key, bytes), object -> object.size() + " bytes");
    }

    private StoredObject whole(String key, byte[] bytes) {
        try {
            return objects.put(key, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectReader open(String key) {
        return link.call("objects.open " + key, () -> objects.open(key), reader -> "open");
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return link.call("objects.stat " + key, () -> objects.stat(key), object -> object.isPresent() ? "there" : "no");
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return link.call("objects.list " + prefix, () -> objects.list(prefix), found -> found.size() + " objects");
    }

    @Override
    public boolean delete(String key) {
        return link.call("objects.delete " + key, () -> objects.delete(key), String::valueOf);
    }

    /** The objects outlive the process. */
    @Override
    public void close() {
        link.call("objects.close", () -> null, nothing -> null);
    }
}
