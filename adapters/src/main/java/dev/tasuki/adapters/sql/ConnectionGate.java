package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections so that a database that is away holds up one caller at a time: that one waits
 * as long as the pool does, the others are refused at once with what the last one was told. Without
 * it every caller would wait, and a consumer would answer nothing although it knows its models. Safe
 * for any number of threads.
 */
final class ConnectionGate {
    private final Door door;
    private final Semaphore waiting = new Semaphore(1);
    private volatile @Nullable SQLException away;

    ConnectionGate(Door door) {
        this.door = door;
    }

    /** Where connections come from; waits a while for one. */
    @FunctionalInterface
    interface Door {
        Connection open() throws SQLException;
    }

    Connection connection() throws SQLException {
        SQLException last = away;
        if (last == null) {
            return open();
        }
        if (!waiting.tryAcquire()) {
            throw new SQLTransientConnectionException(last.getMessage(), last.getSQLState(), last);
        }
        try {
            return open();
        } finally {
            waiting.release();
        }
    }

    private Connection open() throws SQLException {
        try {
            Connection connection = door.open();
            away = null;
            return connection;
        } catch (SQLException e) {
            // A pool whose connections are merely all in use has no state to tell.
            if (e.getSQLState() != null) {
                away = e;
            }
            throw e;
        }
    }
}
