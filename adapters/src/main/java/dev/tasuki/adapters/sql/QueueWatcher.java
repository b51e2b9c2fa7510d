package dev.tasuki.adapters.sql;

import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.port.ChangeLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals queues to which other processes publish or in which something becomes visible as time passes. What
 * this process publishes needs no watch: its publisher signals.
 *
 * <p>SQLite tells of commits and PostgreSQL of published messages ({@link CommitWatcher}); queues are looked at four
 * times a second besides. On other databases they are looked at in intervals that double up to a second while nothing
 * is there.
 */
final class QueueWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWatcher.class);
    private static final String PUBLISHED = "tasuki_message";
    private static final String NOTIFY = "SELECT pg_notify('" + PUBLISHED + "', ?)";
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration BETWEEN_NEWS = Duration.ofMillis(250);

    private final MessageTable messages;
    private final QueueSignals signals;
    private final Supplier<Set<String>> queues;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private ChangeLog.@Nullable Watching commits;
    private volatile boolean closed;
    private boolean answers = true;

    private QueueWatcher(MessageTable messages, QueueSignals signals, Supplier<Set<String>> queues) {
        this.messages = messages;
        this.signals = signals;
        this.queues = queues;
        this.thread = Thread.ofPlatform().name("tasuki-sql-watch").daemon(true).unstarted(this::work);
    }

    /** Starts to watch these queues, read anew each time. */
    static QueueWatcher start(MessageTable messages, QueueSignals signals, Supplier<Set<String>> queues) {
        QueueWatcher watcher = new QueueWatcher(messages, signals, queues);
        Database database = messages.database();
        if (CommitWatcher.possible(database.dialect())) {
            watcher.commits = database.commits().listen(PUBLISHED, watcher::hear);
        }
        watcher.thread.start();
        return watcher;
    }

    /** Tells other processes, once this transaction is committed, that the queue has a message. */
    static void announce(Session session, Dialect dialect, String queue) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            session.first(NOTIFY, row -> true, queue);
        }
    }

    @Override
    public void close() {
        if (commits != null) {
            commits.close();
        }
        closed = true;
        news.release();
        Uninterruptibly.join(thread);
    }

    private void hear(String queue) {
        if (queue.isEmpty()) {
            news.release();
        } else if (queues.get().contains(queue)) {
            signals.signal(queue);
        }
    }

    private void work() {
        Duration pause = SHORTEST;
        while (!closed) {
            boolean found = look();
            pause = commits != null ? BETWEEN_NEWS : found ? SHORTEST : doubled(pause);
            await(answers ? pause : LONGEST);
        }
    }

    private static Duration doubled(Duration pause) {
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    /** Signals each queue that has something; true if there was one. Nothing ends the watch: nobody else would hear. */
    private boolean look() {
        boolean found = false;
        try {
            for (String queue : queues.get()) {
                if (messages.anyReady(queue)) {
                    signals.signal(queue);
                    found = true;
                }
            }
            if (!answers) {
                LOG.info("the broker's database answers again");
                answers = true;
            }
        } catch (RuntimeException e) {
            if (answers) {
                LOG.warn("the broker's database does not answer; trying again every second", e);
                answers = false;
            }
        }
        return found;
    }

    private void await(Duration time) {
        try {
            if (news.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.warn("the watch was interrupted; it goes on until it is closed");
        }
    }
}
