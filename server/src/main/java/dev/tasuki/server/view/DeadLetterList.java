package dev.tasuki.server.view;

import dev.tasuki.core.port.DeadLetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Discarded messages, oldest first in each queue.
 *
 * @param deadLetters at most as many as were requested
 */
@Schema(name = "DeadLetterList", description = "Messages that no consumer could read")
public record DeadLetterList(List<DeadLetterView> deadLetters) {
    /** What is shown of letters. */
    public static DeadLetterList of(List<DeadLetter> letters) {
        return new DeadLetterList(letters.stream().map(DeadLetterView::of).toList());
    }
}
