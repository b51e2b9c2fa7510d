package dev.tasuki.core.port;

import java.time.Duration;
import java.util.List;

/**
 * Which processes work, as each of them tells, in the store that they share. What a process told is gone when its time
 * is over, by the store's clock, unless it tells again before. Safe for any number of threads and processes. A store
 * that cannot be reached throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>A process tells every five seconds; twenty seconds after it was killed nobody sees it any more:
 *
 * <pre>{@code
 * boolean known = board.tell("consumer-4711-a1b2c3d4", about, Duration.ofSeconds(20));
 * }</pre>
 */
public interface PresenceBoard {
    /**
     * Tells that the process is there.
     *
     * @param process its name, at most 128 characters; no two have the same
     * @param about what it says of itself, a JSON object that no store reads
     * @param life for how long from now
     * @return false if {@link dev.tasuki.core.task.Limits#PROCESSES_PRESENT} others are there already
     */
    boolean tell(String process, String about, Duration life);

    /** Takes the process off the board; does nothing if it is not there. */
    void leave(String process);

    /** Those whose time is not over, by name. */
    List<Present> all();

    /**
     * A process that is there.
     *
     * @param about what it told last
     * @param age how long ago, by the store's clock
     */
    record Present(String process, String about, Duration age) {}
}
