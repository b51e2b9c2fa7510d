package dev.tasuki.core.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that was discarded.
 *
 * @param id names it among the dead letters of its queue
 * @param queue the queue that it was taken from
 * @param body as it was sent
 * @param correlationId as it was sent, possibly empty
 * @param reason why it was discarded; empty if nobody said so
 * @param since when it was discarded; null if the broker does not say
 */
public record DeadLetter(
        String id,
        String queue,
        byte[] body,
        String correlationId,
        String reason,
        @Nullable Instant since) {}
