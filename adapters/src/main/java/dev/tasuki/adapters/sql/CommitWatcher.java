package dev.tasuki.adapters.sql;

import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.port.ChangeLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners at once that something was committed to a database, by this process or by another. One thread and
 * one connection serve all who listen; there are none while nobody does. PostgreSQL sends notifications by
 * name. SQLite tells by {@code PRAGMA data_version}, which is read from memory: every 10 ms while there are
 * commits, and every 25 ms after a second without any. A connection that is lost is opened anew each second; listeners
 * also look by themselves now and then. Thread-safe.
 */
final class CommitWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatcher.class);
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration QUIET = Duration.ofMillis(25);
    private static final long QUIET_AFTER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int NOTIFICATION_MILLIS = 200;
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final Database database;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Watch watch;

    CommitWatcher(Database database) {
        this.database = database;
    }

    /** True if databases of this kind tell of commits. */
    static boolean possible(Dialect dialect) {
        return dialect == Dialect.SQLITE || dialect == Dialect.POSTGRESQL;
    }

    /**
     * Calls the listener from now on, on the watcher's thread. It is given a notification's payload, or an empty text
     * if anything may have been committed.
     */
    synchronized ChangeLog.Watching listen(String name, Consumer<String> heard) {
        Listener listener = new Listener(name, heard);
        listeners.add(listener);
        if (watch == null) {
            watch = new Watch();
            watch.thread.start();
        }
        return () -> remove(listener);
    }

    private void remove(Listener listener) {
        Watch ended = null;
        synchronized (this) {
            if (listeners.remove(listener) && listeners.isEmpty()) {
                ended = watch;
                watch = null;
            }
        }
        listener.close();
        if (ended != null) {
            ended.end();
        }
    }

    private void tell(String payload) {
        listeners.forEach(listener -> listener.tell(payload));
    }

    private static final class Listener {
        private final String name;
        private final Consumer<String> heard;
        private boolean closed;

        Listener(String name, Consumer<String> heard) {
            this.name = name;
            this.heard = heard;
        }

        synchronized void tell(String payload) {
            if (!closed) {
                heard.accept(payload);
            }
        }

        /** Returns once no call is under way. */
        synchronized void close() {
            closed = true;
        }
    }

    /** The thread, from the first listener to the last. */
    private final class Watch implements Runnable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread =
                Thread.ofPlatform().name("tasuki-sql-commits").daemon(true).unstarted(this);
        private boolean connected = true;

        void end() {
            ended.countDown();
            Uninterruptibly.join(thread);
        }

        @Override
        public void run() {
            while (!endedWithin(Duration.ZERO)) {
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement()) {
                    if (database.dialect() == Dialect.SQLITE) {
                        watchDataVersion(statement);
                    } else {
                        awaitNotifications(connection.unwrap(PGConnection.class), statement);
                    }
                } catch (SQLException | RuntimeException e) {
                    if (connected) {
                        LOG.warn("the database does not tell of commits; it is asked in intervals until it does", e);
                        connected = false;
                    }
                    endedWithin(RECONNECT);
                }
            }
        }

        private void watchDataVersion(Statement statement) throws SQLException {
            long seen = -1;
            long changed = System.nanoTime();
            while (!endedWithin(System.nanoTime() - changed < QUIET_AFTER_NANOS ? BUSY : QUIET)) {
                try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
                    row.next();
                    long version = row.getLong(1);
                    if (version != seen) {
                        seen = version;
                        changed = System.nanoTime();
                        tell("");
                        answers();
                    }
                }
            }
        }

        private void awaitNotifications(PGConnection connection, Statement statement) throws SQLException {
            Set<String> heard = new HashSet<>();
            while (!endedWithin(Duration.ZERO)) {
                for (Listener listener : listeners) {
                    if (heard.add(listener.name)) {
                        statement.execute("LISTEN " + listener.name);
                        tell("");
                        answers();
                    }
                }
                var notifications = connection.getNotifications(NOTIFICATION_MILLIS);
                for (int i = 0; notifications != null && i < notifications.length; i++) {
                    deliver(notifications[i].getName(), notifications[i].getParameter());
                }
            }
        }

        private void deliver(String name, String payload) {
            for (Listener listener : listeners) {
                if (listener.name.equals(name)) {
                    listener.tell(payload);
                }
            }
        }

        private void answers() {
            if (!connected) {
                LOG.info("the database tells of commits again");
                connected = true;
            }
        }

        private boolean endedWithin(Duration time) {
            try {
                return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                LOG.warn("the watch of commits was interrupted; it goes on until nobody listens");
                return false;
            }
        }
    }
}
