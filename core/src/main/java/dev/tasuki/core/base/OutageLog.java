package dev.tasuki.core.base;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is tried again and again cannot be done while a server is away: the log is told once
 * that it waits, and once that it goes on. Thread-safe.
 */
public final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private final String who;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** Names who waits, as in "the relay". */
    public OutageLog(String who) {
        this.who = who;
    }

    /**
     * True if the refusal is about a server, so that a turn ends with it; false if it is about the one row or
     * object that was at hand, so that the others still have their turn.
     */
    public static boolean endsTurn(Refusal refusal) {
        return switch (refusal) {
            case Unavailable away -> true;
            case TooBusy busy -> true;
            case TimedOut late -> true;
            case InvalidRequest invalid -> false;
            case NotFound gone -> false;
            case NotReady early -> false;
            case Corrupt damaged -> false;
        };
    }

    /** Does it for each; what is refused because of itself alone is logged and left for the next turn. */
    public static <T> void each(Iterable<T> all, Consumer<T> work, String what) {
        for (T one : all) {
            try {
                work.accept(one);
            } catch (Refusal refusal) {
                if (endsTurn(refusal)) {
                    throw refusal;
                }
                LOG.warn("{} is left out this time: {}", what, refusal.detail());
            }
        }
    }

    /** A turn ended early. */
    public void waits(Refusal away) {
        if (waiting.getAndSet(true)) {
            LOG.debug("{} still waits: {}", who, away.detail());
        } else {
            LOG.warn("{} waits: {}", who, away.detail());
        }
    }

    /** A turn came to its end. */
    public void goesOn() {
        if (waiting.getAndSet(false)) {
            LOG.info("{} goes on", who);
        }
    }
}
