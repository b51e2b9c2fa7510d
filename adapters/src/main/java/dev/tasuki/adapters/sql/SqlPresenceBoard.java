package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Who is there, as rows, by the database's clock. Many that come at once may be a few more than the bound. */
public final class SqlPresenceBoard implements PresenceBoard {
    private static final String AGAIN =
            "UPDATE process_presence SET about = ?, told_at = {now}, present_until = {now} + ? WHERE process = ?";
    private static final String FORGET = "DELETE FROM process_presence WHERE present_until <= {now}";
    private static final String COUNT = "SELECT COUNT(*) FROM process_presence";
    private static final String FIRST = "INSERT INTO process_presence (process, about, told_at, present_until)"
            + " VALUES (?, ?, {now}, {now} + ?)";
    private static final String LEAVE = "DELETE FROM process_presence WHERE process = ?";
    private static final String ALL = "SELECT process, about, {now} - told_at AS age FROM process_presence"
            + " WHERE present_until > {now} ORDER BY process";

    private final Database database;

    /** A board in tables that {@link Database#open} has made; it does not close the database. */
    public SqlPresenceBoard(Database database) {
        this.database = database;
    }

    @Override
    public boolean tell(String process, String about, Duration life) {
        try {
            return database.write(session -> tell(session, process, about, life.toMillis()));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private static boolean tell(Session session, String process, String about, long life) throws SQLException {
        if (session.update(AGAIN, about, life, process) == 1) {
            return true;
        }
        session.update(FORGET);
        long there = session.first(COUNT, row -> row.getLong(1)).orElse(0L);
        return there < Limits.PROCESSES_PRESENT.value() && session.update(FIRST, process, about, life) == 1;
    }

    @Override
    public void leave(String process) {
        try {
            database.write(session -> session.update(LEAVE, process));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    @Override
    public List<Present> all() {
        try {
            return database.read(session -> session.query(
                    ALL,
                    row -> new Present(
                            row.getString("process"),
                            row.getString("about"),
                            Duration.ofMillis(Math.max(0, row.getLong("age"))))));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
