package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.ChangeSql.Move;
import dev.tasuki.core.task.TaskRow;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes the lines of the change log, in the transactions of the changes. */
final class ChangeLines {
    private ChangeLines() {}

    /** Makes the change and adds its line; how many rows were changed, 0 or 1. */
    static int move(Session session, Move move, String id, @Nullable Object... arguments) throws SQLException {
        if (session.dialect() == Dialect.POSTGRESQL) {
            return session.update(move.together(), arguments);
        }
        int changed = session.update(move.alone(), arguments);
        if (changed == 1) {
            add(session, move.line(), id);
        }
        return changed;
    }

    /** Adds the line of a row that was just inserted; the row with its version. */
    static TaskRow received(Session session, TaskRow row) throws SQLException {
        if (session.dialect() != Dialect.SQLITE) {
            return add(session, TaskSql.ACCEPTED, row);
        }
        session.update(
                ChangeSql.RECEIVED,
                row.version(),
                row.times().created().toEpochMilli(),
                row.id().value(),
                row.spec().kind().name(),
                row.spec().dataset().value(),
                row.spec().name());
        return row;
    }

    private static TaskRow add(Session session, String line, TaskRow row) throws SQLException {
        long version = add(session, line, row.id().value());
        return version == 0 ? row : row.versioned(version);
    }

    /** The number that the line was given; 0 if it took that of its row. */
    private static long add(Session session, String line, String id) throws SQLException {
        if (!session.dialect().numbersLines()) {
            session.update(line, id);
            return 0;
        }
        long version = number(session, line, id);
        session.update(ChangeSql.SET_VERSION, version, id);
        return version;
    }

    private static long number(Session session, String line, String id) throws SQLException {
        if (session.dialect().returning()) {
            return session.first(line + " RETURNING version", row -> row.getLong(1), id)
                    .orElseThrow(() -> new SQLException("a line just written is not there"));
        }
        session.update(line, id);
        return session.first(ChangeSql.LAST_VERSION, row -> row.getLong(1))
                .orElseThrow(() -> new SQLException("a line just written has no number"));
    }
}
