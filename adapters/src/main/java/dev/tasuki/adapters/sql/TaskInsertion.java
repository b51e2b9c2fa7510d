package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** New rows, with their lines in the change log, in one transaction. */
final class TaskInsertion {
    private TaskInsertion() {}

    /** True if {@link #together} inserts this task in one round trip; a tag and an origin are statements of their own. */
    static boolean oneRoundTrip(Dialect dialect, NewTask task) {
        TaskSpec spec = task.spec();
        return dialect != Dialect.SQLITE && spec.tags().isEmpty() && spec.origin() == null;
    }

    /**
     * Inserts tasks without tags in one round trip and commits them. Brings those that nothing was in the way of; on
     * MariaDB and MySQL a row that is in the way is an error, and nothing is inserted.
     */
    static List<TaskRow> together(Database database, List<NewTask> tasks) throws SQLException {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (NewTask task : tasks) {
            arguments.addAll(Arrays.asList(TaskValues.insertion(task)));
        }
        int rows = tasks.size();
        if (database.dialect() == Dialect.POSTGRESQL) {
            String sql = TaskSql.insertLogged(rows);
            return database.single(session -> session.query(sql, TaskRows::read, arguments.toArray()));
        }
        List<String> ids = tasks.stream().map(task -> task.id().value()).toList();
        for (int use = 0; use < TaskSql.USES_OF_IDS; use++) {
            arguments.addAll(ids);
        }
        String sql = TaskSql.insertThenLogged(rows);
        return database.write(session -> session.batch(sql, TaskRows::read, arguments.toArray()));
    }

    /** Inserts one task with its tags and its origin in the session's transaction; empty, or an error, if a row is in the way. */
    static Optional<TaskRow> alone(Session session, NewTask task) throws SQLException {
        return session.dialect().returning() ? insert(session, task) : insertThenRead(session, task);
    }

    private static Optional<TaskRow> insert(Session session, NewTask task) throws SQLException {
        boolean logged = session.dialect() == Dialect.POSTGRESQL;
        String sql = logged ? TaskSql.insertLogged(1) : TaskSql.INSERT_RETURNING;
        Optional<TaskRow> inserted = session.first(sql, TaskRows::read, TaskValues.insertion(task));
        if (inserted.isEmpty()) {
            return inserted;
        }
        TaskRow row = withRest(session, inserted.get(), task);
        return Optional.of(logged ? row : ChangeLines.received(session, row));
    }

    private static Optional<TaskRow> insertThenRead(Session session, NewTask task) throws SQLException {
        session.update(TaskSql.INSERT, TaskValues.insertion(task));
        TaskRow row = session.first(TaskSql.FIND, TaskRows::read, task.id().value())
                .orElseThrow(() -> new SQLException("a row just inserted is not there"));
        return Optional.of(ChangeLines.received(session, withRest(session, row, task)));
    }

    /** What few tasks have, so that the statement of all is as short as can be. */
    private static TaskRow withRest(Session session, TaskRow row, NewTask task) throws SQLException {
        TaskValues.tag(session, row, task.spec());
        Origin origin = task.spec().origin();
        if (origin == null) {
            return row;
        }
        session.update(TaskSql.SET_ORIGIN, origin.protocol(), origin.text(), origin.protocol(), row.seq());
        return row.with(row.spec().from(origin));
    }
}
