package dev.tasuki.core.port;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Bytes under keys: datasets and artifacts. A key follows the rule of {@link ObjectKeys}; anything
 * else is an IllegalArgumentException, so that no key leaves the store's root. Safe for any number
 * of threads and processes.
 *
 * <p>A store that cannot be reached throws {@link dev.tasuki.core.task.Unavailable} with code
 * {@code store_unavailable}; an absent key, where one is needed, throws
 * {@link dev.tasuki.core.task.NotFound} with code {@code object_not_found}.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Stores the stream's bytes, all or nothing: a reader sees the old object or the new one, never
     * a part, and once this returns a crash of the machine does not lose it. An exception from the
     * stream is passed on (unchanged if unchecked) and leaves the old object. Does not close the stream.
     */
    StoredObject put(String key, InputStream content) throws java.io.IOException;

    /** Opens an object for reading; the caller closes it. A put meanwhile does not disturb it. */
    ObjectReader open(String key);

    /** What is stored under the key, if anything. */
    Optional<StoredObject> stat(String key);

    /** Every object whose key starts with {@code prefix} (which may end within a segment), by key. */
    List<StoredObject> list(String prefix);

    /** Removes the object; false if there was none. */
    boolean delete(String key);

    @Override
    void close();

    /** An open object: its description and its bytes. */
    record ObjectReader(StoredObject object, InputStream content) implements AutoCloseable {
        @Override
        public void close() throws java.io.IOException {
            content.close();
        }
    }
}
