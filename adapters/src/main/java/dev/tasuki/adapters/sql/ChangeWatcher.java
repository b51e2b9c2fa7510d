package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.ChangeLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the change log may have grown, without a query of the log. PostgreSQL sends a notification (see
 * {@link ChangeNotices}). SQLite tells by {@code PRAGMA data_version}, read every 10 ms from memory, that a connection
 * has committed. A connection that is lost is opened anew each second; listeners look by themselves meanwhile.
 */
final class ChangeWatcher implements ChangeLog.Watching {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatcher.class);
    private static final Duration DATA_VERSION_INTERVAL = Duration.ofMillis(10);
    private static final int NOTIFICATION_MILLIS = 200;
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final Database database;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private boolean connected = true;

    private ChangeWatcher(Database database, Runnable changed) {
        this.database = database;
        this.changed = changed;
        this.thread =
                Thread.ofPlatform().name("tasuki-change-watch").daemon(true).unstarted(this::work);
    }

    /** True if this database tells of changes. */
    static boolean possible(Dialect dialect) {
        return dialect == Dialect.SQLITE || dialect == Dialect.POSTGRESQL;
    }

    static ChangeWatcher start(Database database, Runnable changed) {
        ChangeWatcher watcher = new ChangeWatcher(database, changed);
        watcher.thread.start();
        return watcher;
    }

    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closedWithin(Duration.ZERO)) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                if (database.dialect() == Dialect.SQLITE) {
                    watchDataVersion(statement);
                } else {
                    listen(connection.unwrap(PGConnection.class), statement);
                }
            } catch (SQLException | RuntimeException e) {
                if (connected) {
                    LOG.warn("changes are looked for in intervals until the database answers the watch again", e);
                    connected = false;
                }
                closedWithin(RECONNECT);
            }
        }
    }

    private void watchDataVersion(Statement statement) throws SQLException {
        long seen = -1;
        while (!closedWithin(DATA_VERSION_INTERVAL)) {
            try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
                row.next();
                long version = row.getLong(1);
                if (version != seen) {
                    seen = version;
                    tell();
                }
            }
        }
    }

    private void listen(PGConnection connection, Statement statement) throws SQLException {
        statement.execute("LISTEN " + ChangeNotices.NAME);
        tell();
        while (!closedWithin(Duration.ZERO)) {
            var notifications = connection.getNotifications(NOTIFICATION_MILLIS);
            if (notifications != null && notifications.length > 0) {
                tell();
            }
        }
    }

    private void tell() {
        if (!connected) {
            LOG.info("the database answers the watch of changes again");
            connected = true;
        }
        changed.run();
    }

    private boolean closedWithin(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.warn("the watch of changes was interrupted; it goes on until it is closed");
            return false;
        }
    }
}
