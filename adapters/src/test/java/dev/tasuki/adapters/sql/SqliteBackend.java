package dev.tasuki.adapters.sql;

import dev.tasuki.contracts.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A SQLite file, opened twice as two processes would, on a clock that can be moved. */
record SqliteBackend(Path directory, MovableClock clock, Database first, Database second) implements Backend {
    static Backend start() throws IOException {
        Path directory = Files.createTempDirectory("sqlite");
        DatabaseSettings settings = DatabaseSettings.sqlite(directory.resolve("tasuki.db"));
        MovableClock clock = new MovableClock();
        return new SqliteBackend(directory, clock, Database.open(settings, clock), Database.open(settings, clock));
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        Backend.remove(directory);
    }
}
