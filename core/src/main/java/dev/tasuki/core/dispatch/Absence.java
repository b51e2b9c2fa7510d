package dev.tasuki.core.dispatch;

import dev.tasuki.core.task.Refusal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is tried again and again cannot be done while a server is away: the log is told once
 * that it waits, and once that it goes on. Thread-safe.
 */
final class Absence {
    private static final Logger LOG = LoggerFactory.getLogger(Absence.class);

    private final String who;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** Names who waits, as in "the relay". */
    Absence(String who) {
        this.who = who;
    }

    /** A turn ended early. */
    void waits(Refusal away) {
        if (waiting.getAndSet(true)) {
            LOG.debug("{} still waits: {}", who, away.detail());
        } else {
            LOG.warn("{} waits: {}", who, away.detail());
        }
    }

    /** A turn came to its end. */
    void goesOn() {
        if (waiting.getAndSet(false)) {
            LOG.info("{} goes on", who);
        }
    }
}
