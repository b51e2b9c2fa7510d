package dev.tasuki.app.wiring;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much room the disk of the data directory has. Thread-safe.
 *
 * @param directory on the disk
 * @param least bytes below which nothing new is accepted
 */
record DiskSpace(Path directory, long least) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** Bytes free for this program. */
    long free() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Throws {@link Unavailable} with {@code results_unavailable} if there is too little. */
    void require() {
        try {
            long free = free();
            if (free < least) {
                throw new Unavailable(
                        RefusalCode.RESULTS_UNAVAILABLE,
                        "the disk of the data directory is nearly full: " + (free >> 20) + " MB free, at least "
                                + (least >> 20) + " MB needed; nothing new is accepted until there is room",
                        RETRY_AFTER);
            }
        } catch (IOException e) {
            throw new Unavailable(
                    RefusalCode.RESULTS_UNAVAILABLE,
                    "the disk of the data directory does not say how much room it has: " + DataDirectory.reason(e),
                    RETRY_AFTER,
                    e);
        }
    }
}
