package dev.tasuki.core.port;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which processes work, as each of them tells, in the store that they share, and what operators wish of them. A process
 * that has not told again when its time is over, by the store's clock, is lost: it stays on the board as that for
 * {@link #REMEMBERED}, unless somebody forgets it or a full board needs its place. Safe for any number of threads and
 * processes. A store that cannot be reached throws {@link dev.tasuki.core.task.Unavailable}.
 *
 * <p>A process tells every five seconds, and hears in the same turn what is wished of it:
 *
 * <pre>{@code
 * Optional<Wish> wish = board.tell("consumer-4711-a1b2c3d4", about, Duration.ofSeconds(20));
 * }</pre>
 */
public interface PresenceBoard {
    /** For how long after its time was over a process that did not leave is shown as lost. */
    Duration REMEMBERED = Duration.ofDays(1);

    /** What operators wish of a process. */
    enum Wish {
        /** To take work, as every process does at first. */
        WORK,
        /** To take nothing new and to finish what it has. */
        DRAIN
    }

    /**
     * Tells that the process is there.
     *
     * @param process its name, at most 128 characters; no two have the same
     * @param about what it says of itself, a JSON object that no store reads
     * @param life for how long from now
     * @return what is wished of it; empty if {@link dev.tasuki.core.task.Limits#PROCESSES_PRESENT} others are there
     *     already, none of them lost
     */
    Optional<Wish> tell(String process, String about, Duration life);

    /** Takes the process off the board; does nothing if it is not on it. */
    void leave(String process);

    /** Has the process hear this when it tells next; false if it is not on the board. */
    boolean wish(String process, Wish wish);

    /** Takes a lost process off the board; false if it is not on it, or not lost. */
    boolean forget(String process);

    /** Those on the board, by name. */
    List<Present> all();

    /**
     * A process on the board.
     *
     * @param about what it told last
     * @param age how long ago, by the store's clock
     * @param lost true once its time is over
     * @param wish what it hears when it tells next
     */
    record Present(String process, String about, Duration age, boolean lost, Wish wish) {}
}
