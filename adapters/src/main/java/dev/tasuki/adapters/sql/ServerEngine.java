package dev.tasuki.adapters.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** PostgreSQL, MariaDB, MySQL: a pool of connections, a transaction each. */
final class ServerEngine implements Engine {
    /** A transaction that the database chose as a deadlock's victim is run again, this often at most. */
    private static final int PATIENCE = 50;

    /** A random part of this for each attempt so far: victims that begin again at once meet each other again. */
    private static final long PAUSE_NANOS = 200_000;

    private static final String DEADLOCK = "40001";
    private static final String POSTGRESQL_DEADLOCK = "40P01";
    private static final int CONNECT_MILLIS = 5_000;
    /** Half a lease: a heartbeat that hangs fails in time for the next. Statements take milliseconds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final String SOCKET_TIMEOUT = "socketTimeout";

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final AutoCloseable pool;
    private final ConnectionGate gate;

    ServerEngine(DatabaseSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setAutoCommit(false);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("tasuki-sql");
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (dialect == Dialect.MARIADB || dialect == Dialect.MYSQL) {
            // UNIX_TIMESTAMP reads the session's time zone; UTC has no hour that comes twice.
            config.setConnectionInitSql("SET time_zone = '+00:00'");
            // Every statement is a constant with marks for its values, so nobody else's text becomes a second one.
            config.addDataSourceProperty("allowMultiQueries", "true");
        }
        silence().forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        HikariDataSource connections = new HikariDataSource(config);
        this.pool = connections;
        this.gate = new ConnectionGate(connections::getConnection);
    }

    /** With connections from elsewhere. */
    ServerEngine(DatabaseSettings settings, Dialect dialect, ConnectionGate gate) {
        this.settings = settings;
        this.dialect = dialect;
        this.pool = () -> {};
        this.gate = gate;
    }

    @Override
    public <T> T write(Unit<T> unit) throws SQLException {
        return again(() -> once(unit));
    }

    /** Only PostgreSQL's driver changes the mode without asking the server. */
    @Override
    public <T> T single(Unit<T> unit) throws SQLException {
        return dialect == Dialect.POSTGRESQL ? again(() -> alone(unit)) : write(unit);
    }

    /** A statement that is run. */
    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private static <T> T again(Attempt<T> unit) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return unit.run();
            } catch (SQLException e) {
                boolean deadlock = DEADLOCK.equals(e.getSQLState()) || POSTGRESQL_DEADLOCK.equals(e.getSQLState());
                if (!deadlock || attempt == PATIENCE) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * PAUSE_NANOS));
            }
        }
    }

    /** Where each statement has a view of its own, as here, a transaction adds nothing to what only reads. */
    @Override
    public <T> T read(Unit<T> unit) throws SQLException {
        return single(unit);
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = silence();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        return DriverManager.getConnection(settings.url(), properties);
    }

    @Override
    public void close() {
        SqliteFile.closeQuietly(pool);
    }

    /** How long a driver waits for an answer, unless the URL says so: the drivers' default is forever. */
    private Properties silence() {
        Properties properties = new Properties();
        if (!settings.url().contains(SOCKET_TIMEOUT)) {
            long time = dialect == Dialect.POSTGRESQL ? SILENCE.toSeconds() : SILENCE.toMillis();
            properties.setProperty(SOCKET_TIMEOUT, Long.toString(time));
        }
        return properties;
    }

    private <T> T once(Unit<T> unit) throws SQLException {
        Connection connection = gate.connection();
        try (Session session = new Session(connection, dialect)) {
            try {
                T result = unit.run(session);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                undo(connection, e);
                throw e;
            }
        }
    }

    private <T> T alone(Unit<T> unit) throws SQLException {
        Connection connection = gate.connection();
        try (Session session = new Session(connection, dialect)) {
            connection.setAutoCommit(true);
            return unit.run(session);
        }
    }

    /** A connection that cannot even roll back must not hide why it should: a deadlock is tried again. */
    private static void undo(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            reason.addSuppressed(lost);
        }
    }
}
