package dev.tasuki.core.port;

import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The bytes of a stored object, to be read later or never. Immutable.
 *
 * @param store where it is
 * @param object the version that is meant
 */
public record StoredContent(ObjectStore store, StoredObject object) {
    /**
     * Opens that very version. Throws {@link Unavailable} if another one has taken its place meanwhile, {@link
     * dev.tasuki.core.task.NotFound} if it is gone.
     */
    public ObjectReader open() {
        ObjectReader reader = store.open(object.key());
        if (reader.object().etag().equals(object.etag())) {
            return reader;
        }
        try (reader) {
            throw new Unavailable(
                    RefusalCode.STORE_UNAVAILABLE,
                    "the object was replaced while it was sent; ask again",
                    Duration.ofSeconds(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
