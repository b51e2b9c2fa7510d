package dev.tasuki.core.predict.csv;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the files of one process may have at once, wherever temporary files go: in a container that is often
 * memory, or a volume whose overflow ends the process. Thread-safe.
 */
public final class FileRoom {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final AtomicLong taken = new AtomicLong();

    /** Throws {@link TooBusy} if others have so much that these bytes find no room. */
    public void take(long bytes) {
        if (taken.addAndGet(bytes) > Limits.PREDICT_CSV_HELD.value()) {
            taken.addAndGet(-bytes);
            throw new TooBusy(
                    RefusalCode.TOO_BUSY,
                    "other files that are predicted have all the room of %,d bytes; try again, or send fewer rows"
                            .formatted(Limits.PREDICT_CSV_HELD.value()),
                    LATER);
        }
    }

    /** Those bytes are gone. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}
