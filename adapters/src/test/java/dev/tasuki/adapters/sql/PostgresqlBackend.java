package dev.tasuki.adapters.sql;

import dev.tasuki.testservers.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** A PostgreSQL of the tests' own. */
record PostgresqlBackend(PostgresServer server, Database first, Database second) implements Backend {
    static Backend start() throws IOException {
        PostgresServer server = PostgresServer.start("fsync=off");
        DatabaseSettings settings = new DatabaseSettings(server.url(), null, null, 10);
        return new PostgresqlBackend(
                server,
                Database.open(settings, InstantSource.system()),
                Database.open(settings, InstantSource.system()));
    }

    @Override
    public void advance(Duration time) {
        Backend.age(first, time);
    }

    @Override
    public void close() {
        first.close();
        second.close();
        server.close();
    }
}
