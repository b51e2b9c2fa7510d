package dev.tasuki.adapters.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes on PostgreSQL that this one has changed tasks. A notification that is part of the change's own
 * transaction would hold a lock of the whole database while that is forced to the disk, so that no two such commits
 * share a forced write. Hence it is sent after the commit: 5 ms after the first change of a quiet time, and at most once in
 * 25 ms, since each makes every process look into the log. One that a crash loses is no loss: listeners also look four
 * times a second. Thread-safe.
 */
final class ChangeNotices {
    static final String NAME = "tasuki_change";

    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotices.class);
    private static final String NOTIFY = "SELECT pg_notify('" + NAME + "', '')";
    private static final Duration GATHERED = Duration.ofMillis(5);
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private final Database database;
    private final AtomicBoolean due = new AtomicBoolean();
    /** When the last one was sent, by {@link System#nanoTime()}. */
    private volatile long sent = System.nanoTime() - BETWEEN.toNanos();

    ChangeNotices(Database database) {
        this.database = database;
    }

    /** A change was committed; does not wait. */
    void changed() {
        if (database.dialect() == Dialect.POSTGRESQL && due.compareAndSet(false, true)) {
            Thread.ofVirtual().name("tasuki-change-notice").start(this::send);
        }
    }

    private void send() {
        LockSupport.parkNanos(Math.max(GATHERED.toNanos(), sent + BETWEEN.toNanos() - System.nanoTime()));
        sent = System.nanoTime();
        due.set(false);
        try {
            database.single(session -> session.first(NOTIFY, row -> true));
        } catch (SQLException e) {
            LOG.debug("no notice of changes could be sent; listeners look by themselves", e);
        }
    }
}
