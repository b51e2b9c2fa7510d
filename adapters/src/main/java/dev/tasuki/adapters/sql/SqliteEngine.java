package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * SQLite: one writer with group commit, and a few connections that only read. A reader needs one of as many
 * permits as there are connections, and gives it back whatever happens to its connection; so nobody waits
 * for a connection that was closed.
 */
final class SqliteEngine implements Engine {
    private final Source source;
    private final GroupCommit writer;
    private final int readers;
    private final Semaphore permits;
    /** The one used last comes first: its pages are the warmest. */
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();

    private volatile boolean closed;

    SqliteEngine(String url, int readers, InstantSource clock) throws SQLException {
        this(new SqliteFile(url, clock), readers);
    }

    private SqliteEngine(SqliteFile file, int readers) throws SQLException {
        this(() -> file.connect(SqliteFile.Use.READ), GroupCommit.start(file), readers);
    }

    /** With connections for reading from elsewhere. */
    SqliteEngine(Source source, GroupCommit writer, int readers) {
        this.source = source;
        this.writer = writer;
        this.readers = readers;
        this.permits = new Semaphore(readers);
    }

    /** Where connections for reading come from. */
    @FunctionalInterface
    interface Source {
        Connection connect() throws SQLException;
    }

    @Override
    public <T> T write(Unit<T> unit) throws SQLException {
        return writer.run(unit);
    }

    /** Joins the others of its commit, too. */
    @Override
    public <T> T single(Unit<T> unit) throws SQLException {
        return write(unit);
    }

    @Override
    public <T> T read(Unit<T> unit) throws SQLException {
        expectOpen();
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        }
        try {
            expectOpen();
            return readWith(session(), unit);
        } finally {
            permits.release();
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return source.connect();
    }

    /** Callers that wait for a connection are refused; those that have one may finish. */
    @Override
    public void close() {
        closed = true;
        writer.close();
        permits.acquireUninterruptibly(readers);
        try {
            for (Session session = idle.poll(); session != null; session = idle.poll()) {
                SqliteFile.closeQuietly(session);
            }
        } finally {
            permits.release(readers);
        }
    }

    /** True while a reader waits for a connection. */
    boolean anyWaits() {
        return permits.hasQueuedThreads();
    }

    private void expectOpen() throws SQLException {
        if (closed) {
            throw new SQLException("the database is closed");
        }
    }

    private Session session() throws SQLException {
        Session session = idle.poll();
        return session == null ? new Session(connect(), Dialect.SQLITE) : session;
    }

    /** A connection on which something failed is not used again. */
    private <T> T readWith(Session session, Unit<T> unit) throws SQLException {
        boolean sound = false;
        try {
            T result = unit.run(session);
            sound = true;
            return result;
        } finally {
            if (sound) {
                idle.push(session);
            } else {
                SqliteFile.closeQuietly(session);
            }
        }
    }
}
