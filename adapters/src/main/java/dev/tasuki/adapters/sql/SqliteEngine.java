package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** SQLite: one writer with group commit, and a few connections that only read. */
final class SqliteEngine implements Engine {
    private final SqliteFile file;
    private final GroupCommit writer;
    private final BlockingQueue<Session> idle;
    private final AtomicInteger opened = new AtomicInteger();
    private final int readers;
    private volatile boolean closed;

    SqliteEngine(String url, int readers, InstantSource clock) throws SQLException {
        this.file = new SqliteFile(url, clock);
        this.readers = readers;
        this.idle = new ArrayBlockingQueue<>(readers);
        this.writer = GroupCommit.start(file);
    }

    @Override
    public <T> T write(Unit<T> unit) throws SQLException {
        return writer.run(unit);
    }

    @Override
    public <T> T read(Unit<T> unit) throws SQLException {
        Session session = borrow();
        boolean sound = false;
        try {
            T result = unit.run(session);
            sound = true;
            return result;
        } finally {
            giveBack(session, sound);
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return file.connect(SqliteFile.Use.READ);
    }

    @Override
    public void close() {
        closed = true;
        writer.close();
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            SqliteFile.closeQuietly(session);
        }
    }

    private Session borrow() throws SQLException {
        if (closed) {
            throw new SQLException("the database is closed");
        }
        Session session = idle.poll();
        if (session != null) {
            return session;
        }
        if (opened.incrementAndGet() <= readers) {
            return open();
        }
        opened.decrementAndGet();
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        }
    }

    private Session open() throws SQLException {
        @Nullable Session session = null;
        try {
            session = new Session(connect(), Dialect.SQLITE);
            return session;
        } finally {
            if (session == null) {
                opened.decrementAndGet();
            }
        }
    }

    private void giveBack(Session session, boolean sound) {
        if (!sound || closed || !idle.offer(session)) {
            opened.decrementAndGet();
            SqliteFile.closeQuietly(session);
        }
    }
}
