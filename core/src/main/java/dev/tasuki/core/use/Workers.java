package dev.tasuki.core.use;

import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.port.PresenceBoard;
import java.time.Duration;
import java.util.List;

/**
 * The processes that work. Thread-safe.
 *
 * @param board where each tells that it is there
 */
public record Workers(PresenceBoard board) {
    /**
     * A process that is there.
     *
     * @param name its name in claims
     * @param card what it told last
     * @param age how long ago
     */
    public record Seen(String name, ProcessCard card, Duration age) {}

    /** All that are there, by name. */
    public List<Seen> all() {
        return board.all().stream()
                .map(one -> new Seen(one.process(), ProcessCard.of(one.about()), one.age()))
                .toList();
    }
}
