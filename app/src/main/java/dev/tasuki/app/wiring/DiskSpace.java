package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.FileErrors;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How much room a disk has. Thread-safe.
 *
 * @param room bytes free on it for this program
 * @param least bytes below which nothing new is accepted
 * @param subject what is there, for people
 * @param code of refusals
 */
record DiskSpace(Room room, long least, String subject, RefusalCode code) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** Says how many bytes are free. */
    @FunctionalInterface
    interface Room {
        long free() throws IOException;
    }

    private static Room on(Path directory) {
        // Finding the store reads the table of mounts, which costs more than all the rest of accepting a task; a store
        // that was found looks at the directory anew each time.
        AtomicReference<@Nullable FileStore> found = new AtomicReference<>();
        return () -> {
            FileStore store = found.get();
            if (store == null) {
                store = Files.getFileStore(directory);
                found.set(store);
            }
            return store.getUsableSpace();
        };
    }

    /** The disk of the data directory. */
    static DiskSpace ofData(Path directory, long least) {
        return new DiskSpace(on(directory), least, "the data directory", RefusalCode.RESULTS_UNAVAILABLE);
    }

    /** The disk of an object store that is a directory. */
    static DiskSpace ofStore(Path directory, long least) {
        return new DiskSpace(on(directory), least, "the object store", RefusalCode.STORE_UNAVAILABLE);
    }

    /** Bytes free for this program. */
    long free() throws IOException {
        return room.free();
    }

    /** Throws {@link Unavailable} if there is too little. */
    void require() {
        try {
            long free = free();
            if (free < least) {
                throw new Unavailable(
                        code,
                        "the disk of " + subject + " is nearly full: " + (free >> 20) + " MB free, at least "
                                + (least >> 20) + " MB needed; nothing new is accepted until there is room",
                        RETRY_AFTER);
            }
        } catch (IOException e) {
            throw new Unavailable(
                    code,
                    "the disk of " + subject + " does not say how much room it has: " + FileErrors.reason(e),
                    RETRY_AFTER,
                    e);
        }
    }
}
