package dev.tasuki.adapters.sql;

import com.zaxxer.hikari.pool.HikariPool;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A database with Tasuki's tables in it, shared by {@link SqlTaskStore} and {@link SqlBroker}. Safe
 * for any number of threads.
 */
public final class Database implements AutoCloseable {
    private static final String SQLITE_URL = "jdbc:sqlite:";

    private final Dialect dialect;
    private final Engine engine;

    private Database(Dialect dialect, Engine engine) {
        this.dialect = dialect;
        this.engine = engine;
    }

    /**
     * Opens the database and brings its tables up to date. Throws IllegalArgumentException for a URL
     * that no dialect knows and {@link dev.tasuki.core.task.Unavailable} if it does not answer.
     *
     * @param clock the time for SQLite; the others have their own
     */
    public static Database open(DatabaseSettings settings, InstantSource clock) {
        Dialect dialect = Dialect.of(settings.url())
                .orElseThrow(() -> new IllegalArgumentException("no known database: the URL must begin with"
                        + " jdbc:sqlite:, jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:"));
        try {
            migrate(settings, dialect);
            Engine engine = dialect == Dialect.SQLITE
                    ? new SqliteEngine(settings.url(), settings.connections(), clock)
                    : new ServerEngine(settings, dialect);
            return new Database(dialect, engine);
        } catch (SQLException | IOException | FlywayException | HikariPool.PoolInitializationException e) {
            throw Faults.unavailable(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    <T> T write(Unit<T> unit) throws SQLException {
        return engine.write(unit);
    }

    <T> T read(Unit<T> unit) throws SQLException {
        return engine.read(unit);
    }

    Connection connect() throws SQLException {
        return engine.connect();
    }

    /** Waits for transactions under way, then closes every connection. */
    @Override
    public void close() {
        engine.close();
    }

    private static void migrate(DatabaseSettings settings, Dialect dialect) throws IOException {
        Flyway flyway = Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .locations("classpath:dev/tasuki/adapters/sql/migration")
                .table("tasuki_schema_history")
                .placeholders(dialect.types())
                .loggers("slf4j")
                .load();
        if (dialect != Dialect.SQLITE) {
            flyway.migrate();
            return;
        }
        // Servers make a second process wait by themselves; for a file, a lock beside it does.
        Path file = Path.of(settings.url().substring(SQLITE_URL.length()));
        Path beside = file.resolveSibling(file.getFileName() + ".migration-lock");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid()) {
                flyway.migrate();
            }
        }
    }
}
