package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals queues to which other processes publish or in which something becomes visible as time passes. What
 * this process publishes needs no watch: its publisher signals.
 *
 * <p>SQLite tells by {@code PRAGMA data_version}, read every 10 ms from memory, that another
 * connection has committed. PostgreSQL sends a notification. Elsewhere the queues are looked at in
 * intervals that double up to a second while nothing is there. In any case they are looked at once a
 * second (SQLite: four times).
 */
final class QueueWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWatcher.class);
    private static final String PUBLISHED = "tasuki_message";
    private static final String NOTIFY = "SELECT pg_notify('" + PUBLISHED + "', ?)";
    private static final Duration DATA_VERSION_INTERVAL = Duration.ofMillis(10);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final long SQLITE_LOOK_NANOS = Duration.ofMillis(250).toNanos();

    private final MessageTable messages;
    private final QueueSignals signals;
    private final Supplier<Set<String>> queues;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Connection connection;
    private boolean connected = true;

    private QueueWatcher(MessageTable messages, QueueSignals signals, Supplier<Set<String>> queues) {
        this.messages = messages;
        this.signals = signals;
        this.queues = queues;
        this.thread = Thread.ofPlatform().name("tasuki-sql-watch").daemon(true).unstarted(this::work);
    }

    /** Starts to watch these queues, read anew each time. */
    static QueueWatcher start(MessageTable messages, QueueSignals signals, Supplier<Set<String>> queues) {
        QueueWatcher watch = new QueueWatcher(messages, signals, queues);
        watch.thread.start();
        return watch;
    }

    /** Tells other processes, once this transaction is committed, that the queue has a message. */
    static void announce(Session session, Dialect dialect, String queue) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            session.first(NOTIFY, row -> true, queue);
        }
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
        Dialect dialect = messages.database().dialect();
        while (closed.getCount() > 0) {
            try {
                if (dialect == Dialect.SQLITE) {
                    watchDataVersion();
                } else if (dialect == Dialect.POSTGRESQL) {
                    listen();
                } else {
                    poll();
                }
            } catch (SQLException | RuntimeException e) {
                // Without the watch nobody hears what other processes publish, so nothing ends it.
                if (connected) {
                    LOG.warn("the broker's database does not answer; trying again every second", e);
                    connected = false;
                }
                closedWithin(LONGEST);
            } finally {
                disconnect();
            }
        }
    }

    private void watchDataVersion() throws SQLException {
        Statement statement = connection().createStatement();
        long seen = -1;
        long looked = System.nanoTime() - SQLITE_LOOK_NANOS;
        while (!closedWithin(DATA_VERSION_INTERVAL)) {
            try (ResultSet row = statement.executeQuery("PRAGMA data_version")) {
                row.next();
                long version = row.getLong(1);
                if (version != seen || System.nanoTime() - looked > SQLITE_LOOK_NANOS) {
                    seen = version;
                    looked = System.nanoTime();
                    look();
                }
            }
        }
    }

    private void listen() throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute("LISTEN " + PUBLISHED);
        }
        PGConnection notifying = connection().unwrap(PGConnection.class);
        int patience = (int) SHORTEST.multipliedBy(20).toMillis();
        look();
        while (closed.getCount() > 0) {
            var notifications = notifying.getNotifications(patience);
            if (notifications == null || notifications.length == 0) {
                look();
            } else {
                Set<String> watched = queues.get();
                for (var notification : notifications) {
                    if (watched.contains(notification.getParameter())) {
                        signals.signal(notification.getParameter());
                    }
                }
            }
        }
    }

    private void poll() {
        Duration pause = SHORTEST;
        while (!closedWithin(pause)) {
            boolean found = look();
            Duration longer = pause.multipliedBy(2);
            pause = found ? SHORTEST : longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        }
    }

    /** Signals each queue that has something; true if there was one. */
    private boolean look() {
        boolean found = false;
        for (String queue : queues.get()) {
            if (messages.anyReady(queue)) {
                signals.signal(queue);
                found = true;
            }
        }
        if (!connected) {
            LOG.info("the broker's database answers again");
            connected = true;
        }
        return found;
    }

    private boolean closedWithin(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.warn("the watch was interrupted; it goes on until it is closed");
            return false;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = messages.database().connect();
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        if (connection != null) {
            SqliteFile.closeQuietly(connection);
            connection = null;
        }
    }
}
