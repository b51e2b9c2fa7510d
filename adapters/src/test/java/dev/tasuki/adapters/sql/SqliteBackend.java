package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.MovableClock;
import java.nio.file.Path;
import java.time.Duration;

/** A SQLite file for a test class, opened twice as two processes would. */
final class SqliteBackend implements Backend, AutoCloseable {
    private final MovableClock clock = new MovableClock();
    private final Database first;
    private final Database second;

    SqliteBackend(Path directory) {
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("tasuki.db"));
        first = Database.open(settings, clock);
        second = Database.open(settings, clock);
    }

    @Override
    public Database first() {
        return first;
    }

    @Override
    public Database second() {
        return second;
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
