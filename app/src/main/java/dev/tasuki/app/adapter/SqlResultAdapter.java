package dev.tasuki.app.adapter;

import dev.tasuki.adapters.sql.SqlTaskStore;
import dev.tasuki.core.port.TaskStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Task rows in a SQLite file, PostgreSQL, MariaDB or MySQL. */
final class SqlResultAdapter implements Adapter<TaskStore> {
    @Override
    public List<Scheme> schemes() {
        return Stream.concat(Stream.of(Scheme.local("jdbc:sqlite", "jdbc:sqlite:FILE")), SqlDatabases.SERVERS.stream())
                .toList();
    }

    @Override
    public Set<String> shownParameters() {
        return SqlDatabases.SHOWN_PARAMETERS;
    }

    @Override
    public TaskStore open(AdapterUrl url, Opening with) {
        return new SqlTaskStore(SqlDatabases.open(url, with));
    }
}
