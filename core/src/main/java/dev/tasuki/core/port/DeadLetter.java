package dev.tasuki.core.port;

import dev.tasuki.core.task.Limits;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that was discarded.
 *
 * @param id names it among the dead letters of its queue
 * @param queue the queue that it was taken from
 * @param body as it was sent, or the beginning of that
 * @param size how many bytes the whole body has
 * @param correlationId as it was sent, possibly empty
 * @param reason why it was discarded; empty if nobody said so
 * @param since when it was discarded; null if the broker does not say
 */
public record DeadLetter(
        String id,
        String queue,
        byte[] body,
        long size,
        String correlationId,
        String reason,
        @Nullable Instant since) {
    /** What a list shows of a body: all of it, or its beginning up to the end of a letter of UTF-8. */
    public static byte[] shown(byte[] body) {
        int end = Limits.DEAD_LETTER_SHOWN.intValue();
        if (body.length <= end) {
            return body;
        }
        // The bytes of a letter after its first begin with the bits 10; there are three at most.
        for (int back = 0; back < 3 && (body[end] & 0xC0) == 0x80; back++) {
            end--;
        }
        return Arrays.copyOf(body, end);
    }
}
