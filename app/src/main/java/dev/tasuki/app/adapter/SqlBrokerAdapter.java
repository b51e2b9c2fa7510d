package dev.tasuki.app.adapter;

import dev.tasuki.adapters.sql.SqlBroker;
import dev.tasuki.core.port.BrokerCapabilities;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Queues in a table: of a SQLite file, PostgreSQL, MariaDB or MySQL. */
final class SqlBrokerAdapter implements BrokerAdapter {
    @Override
    public List<Scheme> schemes() {
        return Stream.concat(Stream.of(Scheme.local("sqlite", "sqlite:FILE")), SqlDatabases.SERVERS.stream())
                .toList();
    }

    @Override
    public List<Promise> promises() {
        return SqlDatabases.promises("sqlite");
    }

    @Override
    public BrokerCapabilities capabilities() {
        return SqlBroker.CAPABILITIES;
    }

    @Override
    public Set<String> shownParameters() {
        return SqlDatabases.SHOWN_PARAMETERS;
    }

    @Override
    public Opened open(AdapterUrl url, Opening with) {
        SqlBroker broker = with.closer()
                .register(new SqlBroker(
                        SqlDatabases.open(url, with), with.process().dropped()));
        if (with.process().alone()) {
            broker.releaseLocks();
        }
        return new Opened(broker, broker.deadLetters(), Optional.empty());
    }
}
