package dev.tasuki.core.use;

import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.port.PresenceBoard.Present;
import dev.tasuki.core.port.PresenceBoard.Wish;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The processes that work. Thread-safe.
 *
 * @param board where each tells that it is there, and hears what is wished of it
 */
public record Workers(PresenceBoard board) {
    /** How a process is. */
    public enum State {
        /** It takes work. */
        WORKING,
        /** It was told to take nothing new, and has not finished yet. */
        DRAINING,
        /** It was told to take nothing new, and nothing goes on in it. */
        DRAINED,
        /** It has told nothing for too long. */
        LOST
    }

    /**
     * A process.
     *
     * @param name its name in claims
     * @param card what it told last
     * @param age how long ago
     */
    public record Seen(String name, State state, ProcessCard card, Duration age) {
        private Seen(Present one, ProcessCard card) {
            this(one.process(), state(one, card), card, one.age());
        }

        private static State state(Present one, ProcessCard card) {
            if (one.lost()) {
                return State.LOST;
            }
            if (one.wish() == Wish.WORK) {
                return State.WORKING;
            }
            return card.intake() == ProcessCard.Intake.DRAINED ? State.DRAINED : State.DRAINING;
        }
    }

    /** All of them, by name. */
    public List<Seen> all() {
        return board.all().stream().map(Workers::seen).toList();
    }

    /** Has the process take nothing new and finish what it has; as it is then. */
    public Seen drain(String name) {
        return wish(name, Wish.DRAIN);
    }

    /** Has the process take work again; as it is then. */
    public Seen resume(String name) {
        return wish(name, Wish.WORK);
    }

    private Seen wish(String name, Wish wish) {
        Seen there = find(name);
        if (there.state() == State.LOST) {
            throw NotReady.ended(
                    RefusalCode.WORKER_UNREACHABLE,
                    "worker " + name + " has told nothing for " + text(there.age())
                            + ", so it is lost and hears nothing; what it worked on goes on elsewhere. If it is gone"
                            + " for good, forget it (DELETE /workers/" + name + ", tasuki workers forget " + name
                            + ")");
        }
        if (there.card().intake() == ProcessCard.Intake.DEAF) {
            throw NotReady.ended(
                    RefusalCode.WORKER_UNREACHABLE,
                    "worker " + name + " runs version "
                            + there.card().identity().version()
                            + ", which does not listen; end it with SIGTERM, or start it in this version");
        }
        if (!board.wish(name, wish)) {
            throw missing(name);
        }
        return find(name);
    }

    /** Takes a lost process off the list. */
    public void forget(String name) {
        Seen there = find(name);
        if (there.state() != State.LOST || !board.forget(name)) {
            throw NotReady.ended(
                    RefusalCode.WORKER_NOT_LOST,
                    "worker " + name + " told " + text(there.age()) + " ago that it is there, so it is not forgotten;"
                            + " to take it away, have it drain (POST /workers/" + name + "/drain, tasuki workers drain "
                            + name + ") and end it: it goes from the list by itself");
        }
    }

    private Seen find(String name) {
        Optional<Seen> there = board.all().stream()
                .filter(one -> one.process().equals(name))
                .map(Workers::seen)
                .findFirst();
        return there.orElseThrow(() -> missing(name));
    }

    private static Seen seen(Present one) {
        return new Seen(one, ProcessCard.of(one.about()));
    }

    private static NotFound missing(String name) {
        return new NotFound(
                RefusalCode.WORKER_NOT_FOUND,
                "there is no worker '" + Shown.of(name)
                        + "'; GET /workers or tasuki workers shows those that there are."
                        + " One that ended by itself, or was lost for a day, is not among them");
    }

    private static String text(Duration age) {
        return String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1e3);
    }
}
