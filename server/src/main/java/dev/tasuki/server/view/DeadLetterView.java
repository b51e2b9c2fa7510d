package dev.tasuki.server.view;

import dev.tasuki.core.port.DeadLetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A discarded message as an operator sees it.
 *
 * @param id names it in its queue
 * @param queue where it came from
 * @param correlationId as it was sent
 * @param reason why it was discarded
 * @param since when; null if the broker does not say
 * @param body as text, or its beginning; bytes that are no UTF-8 are replaced
 * @param size bytes of the whole body
 */
@Schema(name = "DeadLetter", description = "A message that no consumer could read")
public record DeadLetterView(
        @Schema(example = "17") String id,
        @Schema(example = "queue.model.train") String queue,
        @Schema(example = Examples.NEW_MODEL) String correlationId,
        @Schema(example = "body is no JSON") String reason,

        @Schema(example = "2026-11-23T05:40:00Z", nullable = true) @Nullable
        Instant since,

        @Schema(example = "{\"model_id\": ", description = "The body, or its beginning; size tells")
        String body,

        @Schema(description = "Bytes of the whole body", example = "132")
        long size) {
    /** What is shown of a letter. */
    public static DeadLetterView of(DeadLetter letter) {
        return new DeadLetterView(
                letter.id(),
                letter.queue(),
                letter.correlationId(),
                letter.reason(),
                letter.since(),
                new String(letter.body(), StandardCharsets.UTF_8),
                letter.size());
    }
}
