package dev.tasuki.adapters.sql;

import com.zaxxer.hikari.pool.HikariPool;
import dev.tasuki.core.port.OwnerOnly;
import dev.tasuki.core.task.RefusalCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A database with Tasuki's tables in it, shared by {@link SqlTaskStore} and {@link SqlBroker}. Safe
 * for any number of threads.
 */
public final class Database implements AutoCloseable {
    private static final String MIGRATIONS = "dev/tasuki/adapters/sql/migration";
    private static final String SQLITE_URL = "jdbc:sqlite:";

    private final Dialect dialect;
    private final Engine engine;
    private final CommitWatcher commits = new CommitWatcher(this);

    /** A database over another engine than its dialect's, which {@link #open} takes. */
    Database(Dialect dialect, Engine engine) {
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
        if (dialect == Dialect.SQLITE) {
            sqliteFile(settings.url());
        }
        try {
            migrate(settings, dialect, clock);
            Engine engine = dialect == Dialect.SQLITE
                    ? new SqliteEngine(settings.url(), settings.connections(), clock)
                    : new ServerEngine(settings, dialect);
            return new Database(dialect, engine);
        } catch (FlywayException e) {
            throw Faults.ofMigrations(MIGRATIONS, e);
        } catch (SQLException | HikariPool.PoolInitializationException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    Dialect dialect() {
        return dialect;
    }

    <T> T write(Unit<T> unit) throws SQLException {
        return engine.write(unit);
    }

    <T> T single(Unit<T> unit) throws SQLException {
        return engine.single(unit);
    }

    <T> T read(Unit<T> unit) throws SQLException {
        return engine.read(unit);
    }

    Connection connect() throws SQLException {
        return engine.connect();
    }

    /** Tells of commits. */
    CommitWatcher commits() {
        return commits;
    }

    /** Waits for transactions under way, then closes every connection. */
    @Override
    public void close() {
        engine.close();
    }

    private static void migrate(DatabaseSettings settings, Dialect dialect, InstantSource clock) throws SQLException {
        FluentConfiguration flyway = Flyway.configure()
                .locations("classpath:" + MIGRATIONS)
                // Without this a jar that was packed wrongly gives a database without tables, and no word.
                .failOnMissingLocations(true)
                .table("tasuki_schema_history")
                .placeholders(dialect.types())
                .loggers("slf4j");
        if (dialect != Dialect.SQLITE) {
            flyway.dataSource(settings.url(), settings.user(), settings.password())
                    .load()
                    .migrate();
            return;
        }
        // Servers make a second process wait by themselves; here the lock of a file beside it does.
        Path path = sqliteFile(settings.url());
        Path lockFile = path.resolveSibling(path.getFileName() + ".migration-lock");
        ownerOnly(path, lockFile);
        SqliteFile file = new SqliteFile(settings.url(), clock);
        String beside = SQLITE_URL + lockFile;
        try (Connection lock = DriverManager.getConnection(beside)) {
            SqliteFile.execute(lock, "PRAGMA busy_timeout = 60000");
            SqliteFile.execute(lock, "BEGIN EXCLUSIVE");
            file.check();
            flyway.dataSource(file.forMigrations()).load().migrate();
        }
    }

    /** SQLite gives the files beside a database, its log and its index of that, the permissions of the database. */
    private static void ownerOnly(Path... files) {
        for (Path file : files) {
            try {
                OwnerOnly.createFile(file);
            } catch (IOException notMade) {
                // SQLite will say what is wrong with the place.
                return;
            }
        }
    }

    /** A database in memory is none: each connection would see one of its own. */
    private static Path sqliteFile(String url) {
        String file = url.substring(SQLITE_URL.length());
        int options = file.indexOf('?');
        String path = options < 0 ? file : file.substring(0, options);
        if (path.isBlank() || path.startsWith(":") || path.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "SQLite needs the path of a file: \"" + path + "\" is none; write jdbc:sqlite:PATH");
        }
        return Path.of(path);
    }
}
