package dev.tasuki.adapters.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** A PostgreSQL of the tests' own. */
record PostgresqlBackend(EmbeddedPostgres server, Database first, Database second) implements Backend {
    static Backend start() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseSettings settings =
                new DatabaseSettings(server.getJdbcUrl("postgres", "postgres"), "postgres", null, 10);
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
    public void close() throws IOException {
        first.close();
        second.close();
        server.close();
    }
}
