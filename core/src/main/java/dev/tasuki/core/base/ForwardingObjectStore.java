package dev.tasuki.core.base;

import dev.tasuki.core.port.ObjectStore;
import dev.tasuki.core.port.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** An object store in front of another one: what it does not do otherwise is passed on, closing included. */
public interface ForwardingObjectStore extends ObjectStore {
    /** The one behind it. */
    ObjectStore store();

    @Override
    default StoredObject put(String key, InputStream content) throws IOException {
        return store().put(key, content);
    }

    @Override
    default ObjectReader open(String key) {
        return store().open(key);
    }

    @Override
    default Optional<StoredObject> stat(String key) {
        return store().stat(key);
    }

    @Override
    default List<StoredObject> list(String prefix) {
        return store().list(prefix);
    }

    @Override
    default boolean delete(String key) {
        return store().delete(key);
    }

    @Override
    default void close() {
        store().close();
    }
}
