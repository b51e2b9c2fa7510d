package dev.tasuki.app.adapter;

import dev.tasuki.adapters.sql.Database;
import dev.tasuki.adapters.sql.SqlChangeLog;
import dev.tasuki.adapters.sql.SqlCursors;
import dev.tasuki.adapters.sql.SqlLeaderLease;
import dev.tasuki.adapters.sql.SqlModelNames;
import dev.tasuki.adapters.sql.SqlPresenceBoard;
import dev.tasuki.adapters.sql.SqlQueueHistory;
import dev.tasuki.adapters.sql.SqlTaskStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Task rows in a SQLite file, PostgreSQL, MariaDB or MySQL. */
final class SqlResultAdapter implements ResultAdapter {
    @Override
    public List<Scheme> schemes() {
        return Stream.concat(Stream.of(Scheme.local("jdbc:sqlite", "jdbc:sqlite:FILE")), SqlDatabases.SERVERS.stream())
                .toList();
    }

    @Override
    public List<Promise> promises() {
        return SqlDatabases.promises("jdbc:sqlite");
    }

    @Override
    public Set<String> shownParameters() {
        return SqlDatabases.SHOWN_PARAMETERS;
    }

    @Override
    public Opened open(AdapterUrl url, Opening with) {
        Database database = SqlDatabases.open(url, with);
        return new Opened(
                new SqlTaskStore(database),
                new SqlChangeLog(database),
                new SqlModelNames(database),
                new SqlLeaderLease(database),
                new SqlCursors(database),
                new Watched(new SqlQueueHistory(database), new SqlPresenceBoard(database)));
    }
}
