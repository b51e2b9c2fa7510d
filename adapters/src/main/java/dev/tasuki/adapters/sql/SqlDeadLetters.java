package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.DeadLetter;
import dev.tasuki.core.port.DeadLetters;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in the table of messages.
 *
 * @param wake is told of a queue that got a message
 */
record SqlDeadLetters(Database database, Consumer<String> wake) implements DeadLetters {
    private static final int READ = Limits.DEAD_LETTER_SHOWN.intValue() + 1;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    @Override
    public List<DeadLetter> list(String queue, int limit) {
        try {
            return database.read(
                    session -> session.query(MessageSql.DEAD_LETTERS, SqlDeadLetters::letter, READ, queue, limit));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    @Override
    public List<String> ids(String queue, int limit) {
        try {
            return database.read(session ->
                    session.query(MessageSql.DEAD_IDS, row -> Long.toString(row.getLong("id")), queue, limit));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    @Override
    public long count(String queue) {
        try {
            return database.read(session -> session.first(MessageSql.DEAD_COUNT, row -> row.getLong(1), queue))
                    .orElse(0L);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    @Override
    public boolean retry(String queue, String id, byte @Nullable [] body) {
        boolean revived = changed(id, (session, number) -> {
            int rows = body == null
                    ? session.update(MessageSql.REVIVE, queue, number)
                    : session.update(MessageSql.REVIVE_AS, body, queue, number);
            QueueWatcher.announce(session, database.dialect(), queue);
            return rows;
        });
        if (revived) {
            wake.accept(queue);
        }
        return revived;
    }

    @Override
    public boolean remove(String queue, String id) {
        return changed(id, (session, number) -> session.update(MessageSql.DROP_DEAD_LETTER, queue, number));
    }

    private interface Change {
        int rows(Session session, long number) throws SQLException;
    }

    /** An id that is no number of ours names no letter. */
    private boolean changed(String id, Change change) {
        if (!NUMBER.matcher(id).matches()) {
            return false;
        }
        try {
            return database.write(session -> change.rows(session, Long.parseLong(id))) == 1;
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.BROKER_UNAVAILABLE, e);
        }
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new DeadLetter(
                Long.toString(row.getLong("id")),
                row.getString("queue"),
                DeadLetter.shown(MessageTable.body(row)),
                row.getLong("size"),
                row.getString("correlation_id"),
                reason == null ? "" : reason,
                Instant.ofEpochMilli(row.getLong("dead_at")));
    }
}
