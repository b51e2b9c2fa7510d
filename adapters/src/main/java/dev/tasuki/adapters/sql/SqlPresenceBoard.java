package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is there, as rows, by the database's clock. Many that come at once may be a few more than the bound. */
public final class SqlPresenceBoard implements PresenceBoard {
    private static final String AGAIN =
            "UPDATE process_presence SET about = ?, told_at = {now}, present_until = {now} + ? WHERE process = ?";
    private static final String WISH = "SELECT drain FROM process_presence WHERE process = ?";
    private static final String PRUNE = "DELETE FROM process_presence WHERE present_until <= {now} - ?";
    private static final String ELDEST_LOST =
            "SELECT process FROM process_presence WHERE present_until <= {now} ORDER BY present_until LIMIT 1";
    private static final String COUNT = "SELECT COUNT(*) FROM process_presence";
    private static final String FIRST = "INSERT INTO process_presence (process, about, told_at, present_until)"
            + " VALUES (?, ?, {now}, {now} + ?)";
    private static final String LEAVE = "DELETE FROM process_presence WHERE process = ?";
    private static final String HEAR = "UPDATE process_presence SET drain = ? WHERE process = ?";
    private static final String FORGET = "DELETE FROM process_presence WHERE process = ? AND present_until <= {now}";
    private static final String ALL = "SELECT process, about, {now} - told_at AS age,"
            + " CASE WHEN present_until > {now} THEN 0 ELSE 1 END AS lost, drain FROM process_presence"
            + " WHERE present_until > {now} - ? ORDER BY process";

    private final Database database;

    /** A board in tables that {@link Database#open} has made; it does not close the database. */
    public SqlPresenceBoard(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Wish> tell(String process, String about, Duration life) {
        try {
            return database.write(session -> tell(session, process, about, life.toMillis()));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private static Optional<Wish> tell(Session session, String process, String about, long life) throws SQLException {
        if (session.update(AGAIN, about, life, process) == 1) {
            return session.first(WISH, row -> wish(row.getInt(1)), process);
        }
        session.update(PRUNE, REMEMBERED.toMillis());
        long there = session.first(COUNT, row -> row.getLong(1)).orElse(0L);
        if (there >= Limits.PROCESSES_PRESENT.value() && !makeRoom(session)) {
            return Optional.empty();
        }
        session.update(FIRST, process, about, life);
        return Optional.of(Wish.WORK);
    }

    /** The one that has been lost for longest gives its place. */
    private static boolean makeRoom(Session session) throws SQLException {
        Optional<String> eldest = session.first(ELDEST_LOST, row -> row.getString(1));
        return eldest.isPresent() && session.update(FORGET, eldest.get()) == 1;
    }

    private static Wish wish(int drain) {
        return drain == 0 ? Wish.WORK : Wish.DRAIN;
    }

    @Override
    public void leave(String process) {
        changes(LEAVE, process);
    }

    @Override
    public boolean wish(String process, Wish wish) {
        return changes(HEAR, wish == Wish.DRAIN ? 1 : 0, process);
    }

    @Override
    public boolean forget(String process) {
        return changes(FORGET, process);
    }

    private boolean changes(String statement, Object... arguments) {
        try {
            return database.write(session -> session.update(statement, arguments)) == 1;
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
                            Duration.ofMillis(Math.max(0, row.getLong("age"))),
                            row.getInt("lost") == 1,
                            wish(row.getInt("drain"))),
                    REMEMBERED.toMillis()));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
