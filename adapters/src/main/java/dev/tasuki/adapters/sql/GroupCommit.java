package dev.tasuki.adapters.sql;

import dev.tasuki.core.base.Uninterruptibly;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a SQLite file. A commit costs a forced write to the disk, a statement next to
 * nothing; so whatever callers have brought while one commit was under way goes into the next one
 * together. Each unit has a savepoint: one that fails undoes itself and spoils no other. A caller
 * gets its result only after the commit that holds it.
 *
 * <p>After a failed commit nobody knows what is on the disk. It is never tried again on the same
 * connection (a second fsync may report success for pages that the first one dropped): all its units
 * fail, and the connection is opened anew, which reads the log back from the disk.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_UNITS = 256;

    private final SqliteFile file;
    private final BlockingQueue<Pending<?>> pending = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Session session;

    private GroupCommit(SqliteFile file) {
        this.file = file;
        this.thread =
                Thread.ofPlatform().name("tasuki-sqlite-writer").daemon(true).unstarted(this::work);
    }

    static GroupCommit start(SqliteFile file) throws SQLException {
        GroupCommit writer = new GroupCommit(file);
        writer.session();
        writer.thread.start();
        return writer;
    }

    /** Waits until the unit is committed. The unit's own exceptions come back as they were. */
    <T> T run(Unit<T> unit) throws SQLException {
        Pending<T> mine = new Pending<>(unit);
        if (closed) {
            throw new SQLException("the database is closed");
        }
        pending.add(mine);
        if (closed) {
            failRest();
        }
        try {
            return mine.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e);
        }
    }

    /** Commits what was brought before, refuses what comes after. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pending.add(new Pending<>(ignored -> true));
        }
        Uninterruptibly.join(thread);
        failRest();
    }

    private void work() {
        List<Pending<?>> group = new ArrayList<>();
        while (!closed || !pending.isEmpty()) {
            try {
                group.add(pending.take());
            } catch (InterruptedException e) {
                LOG.warn("the SQLite writer was interrupted; it goes on until it is closed");
                continue;
            }
            pending.drainTo(group, MOST_UNITS - 1);
            commit(group);
            group.clear();
        }
        dropSession();
    }

    private void commit(List<Pending<?>> group) {
        try {
            Session open = session();
            open.update("BEGIN IMMEDIATE");
            for (Pending<?> unit : group) {
                unit.run(open);
            }
            open.update("COMMIT");
            group.forEach(Pending::succeed);
        } catch (SQLException | RuntimeException | Error e) {
            dropSession();
            group.forEach(unit -> unit.fail(e));
        }
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = new Session(file.connect(SqliteFile.Use.WRITE), Dialect.SQLITE);
            session = open;
        }
        return open;
    }

    private void dropSession() {
        if (session != null) {
            SqliteFile.closeQuietly(session);
            session = null;
        }
    }

    private void failRest() {
        for (Pending<?> late = pending.poll(); late != null; late = pending.poll()) {
            late.fail(new SQLException("the database is closed"));
        }
    }

    /** A unit, and where its caller waits. */
    private static final class Pending<T> {
        private final Unit<T> unit;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable Outcome<T> outcome;

        Pending(Unit<T> unit) {
            this.unit = unit;
        }

        /** Runs the unit under a savepoint; throws only if the whole transaction is lost. */
        void run(Session session) throws SQLException {
            session.update("SAVEPOINT unit");
            try {
                outcome = new Outcome<>(unit.run(session), null);
            } catch (SQLException | RuntimeException | Error e) {
                outcome = new Outcome<>(null, e);
                undo(session, e);
            }
            session.update("RELEASE unit");
        }

        /** Where SQLite has undone the whole transaction by itself (disk full, I/O error), says why. */
        private static void undo(Session session, Throwable cause) throws SQLException {
            try {
                session.update("ROLLBACK TO unit");
            } catch (SQLException lost) {
                throw cause instanceof SQLException reason ? reason : lost;
            }
        }

        void succeed() {
            Outcome<T> reached = outcome;
            if (reached == null) {
                result.completeExceptionally(new IllegalStateException("a unit was committed without being run"));
            } else if (reached.failure() != null) {
                result.completeExceptionally(reached.failure());
            } else {
                result.complete(reached.value());
            }
        }

        void fail(Throwable reason) {
            Throwable own = outcome == null ? null : outcome.failure();
            result.completeExceptionally(own == null ? reason : own);
        }
    }

    private record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}
}
