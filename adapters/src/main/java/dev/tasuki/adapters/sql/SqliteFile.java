package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.Function;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How connections to a SQLite file are opened: write-ahead log, forced at every commit. */
record SqliteFile(String url, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);
    private static final int BUSY_MILLIS = 10_000;
    /** 32 MiB of log: pages that change again and again are copied into the file, and forced there, once. */
    private static final int CHECKPOINT_PAGES = 8_000;

    private static final int LOG_SIZE_LIMIT = 64 * 1024 * 1024;

    /** What a connection is for. */
    enum Use {
        READ,
        WRITE
    }

    Connection connect(Use use) throws SQLException {
        SQLiteConfig config = config();
        config.enforceForeignKeys(true);
        Connection connection = JDBC.createConnection(url, config.toProperties());
        try {
            if (use == Use.READ) {
                execute(connection, "PRAGMA query_only = ON");
            } else {
                execute(connection, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            }
            Function.create(connection, "tasuki_now", new Now(clock));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Throws if the file is no database or cannot be written to. */
    void check() throws SQLException {
        try (Connection connection = connect(Use.WRITE)) {
            execute(connection, "BEGIN IMMEDIATE");
            execute(connection, "SELECT COUNT(*) FROM sqlite_master");
        }
    }

    /**
     * Connections whose transactions take the right to write when they begin. One that reads first and writes
     * then is refused at once, without any waiting, if another process writes at that moment.
     *
     * @see <a href="https://sqlite.org/lang_transaction.html">BEGIN IMMEDIATE</a>
     */
    DataSource forMigrations() {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource connections = new SQLiteDataSource(config);
        connections.setUrl(url);
        return connections;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.warn("a connection to the SQLite file did not close cleanly", e);
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(LOG_SIZE_LIMIT);
        return config;
    }

    /** The clock in SQL. */
    private static final class Now extends Function {
        private final InstantSource clock;

        Now(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        protected void xFunc() throws SQLException {
            result(clock.millis());
        }
    }
}
