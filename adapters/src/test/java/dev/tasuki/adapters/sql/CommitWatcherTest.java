package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.ChangeLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoThreadLeft.class)
final class CommitWatcherTest {
    @TempDir
    Path directory;

    private Database database;
    private Database elsewhere;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private CommitWatcher watcher;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
        elsewhere = Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
        watcher = new CommitWatcher(new Database(Dialect.SQLITE, new Refusing()));
    }

    @AfterEach
    void close() {
        elsewhere.close();
        database.close();
    }

    @Test
    void everyListenerHearsOfACommitElsewhereOverOneConnection() {
        AtomicInteger other = new AtomicInteger();
        ChangeLog.Watching first = watcher.listen("a", payload -> heard.incrementAndGet());
        ChangeLog.Watching second = watcher.listen("b", payload -> other.incrementAndGet());
        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        heard.set(0);
        other.set(0);

        commit();

        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        Eventually.holds(() -> assertThat(other).hasPositiveValue());
        assertThat(connections).hasValue(1);
        first.close();
        second.close();
    }

    @Test
    void whoHasClosedHearsNothingAndTheOtherStillDoes() {
        AtomicInteger closed = new AtomicInteger();
        ChangeLog.Watching first = watcher.listen("a", payload -> closed.incrementAndGet());
        ChangeLog.Watching second = watcher.listen("a", payload -> heard.incrementAndGet());
        first.close();
        int before = closed.get();
        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        heard.set(0);

        commit();

        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        assertThat(closed).hasValue(before);
        second.close();
    }

    @Test
    void itListensAgainAfterAConnectionWasRefusedAndAfterAListenerFailed() {
        refused.set(1);
        AtomicInteger failures = new AtomicInteger(1);
        ChangeLog.Watching watching = watcher.listen("a", payload -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("a listener's defect");
            }
            heard.incrementAndGet();
        });

        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        assertThat(refused).hasValue(0);
        watching.close();
    }

    @Test
    void afterTheLastListenerItBeginsAnewWithTheNext() {
        watcher.listen("a", payload -> {}).close();
        ChangeLog.Watching again = watcher.listen("a", payload -> heard.incrementAndGet());

        Eventually.holds(() -> assertThat(heard).hasPositiveValue());
        again.close();
    }

    private void commit() {
        try {
            elsewhere.write(session -> session.update("CREATE TABLE IF NOT EXISTS note (number INTEGER)")
                    + session.update("INSERT INTO note (number) VALUES (1)"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The database, that refuses as many connections as the test sets. */
    private final class Refusing implements Engine {
        @Override
        public <T> T write(Unit<T> unit) throws SQLException {
            return database.write(unit);
        }

        @Override
        public <T> T single(Unit<T> unit) throws SQLException {
            return database.single(unit);
        }

        @Override
        public <T> T read(Unit<T> unit) throws SQLException {
            return database.read(unit);
        }

        @Override
        public Connection connect() throws SQLException {
            if (refused.get() > 0) {
                refused.decrementAndGet();
                throw new SQLException("the disk is away", "08006");
            }
            connections.incrementAndGet();
            return database.connect();
        }

        @Override
        public void close() {
            // The test closes it.
        }
    }
}
