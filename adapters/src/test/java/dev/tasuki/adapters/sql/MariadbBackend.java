package dev.tasuki.adapters.sql;

import dev.tasuki.testservers.MariadbServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** A MariaDB of the tests' own. */
record MariadbBackend(MariadbServer server, Database first, Database second) implements Backend {
    static Backend start() throws IOException {
        MariadbServer server = MariadbServer.start();
        DatabaseSettings settings = new DatabaseSettings(server.url(), null, null, 10);
        return new MariadbBackend(
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
