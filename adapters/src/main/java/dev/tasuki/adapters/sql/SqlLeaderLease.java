package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.LeaderLease;
import dev.tasuki.core.task.RefusalCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Leases as rows, by the database's clock. A process that does not lead only reads; whether a lease is still free is
 * asked again by the statement that takes it.
 */
public final class SqlLeaderLease implements LeaderLease {
    private static final String FREE =
            "SELECT CASE WHEN holder = ? OR held_until <= {now} THEN 1 ELSE 0 END FROM leader_lease WHERE name = ?";
    private static final String TAKE = "UPDATE leader_lease SET holder = ?, held_until = {now} + ?"
            + " WHERE name = ? AND (holder = ? OR held_until <= {now})";
    private static final String MAKE =
            "INSERT INTO leader_lease (name, holder, held_until) VALUES (?, ?, {now} + ?){or nothing}";
    private static final String RELEASE = "DELETE FROM leader_lease WHERE name = ? AND holder = ?";

    private final Database database;

    /** Leases in tables that {@link Database#open} has made; it does not close the database. */
    public SqlLeaderLease(Database database) {
        this.database = database;
    }

    @Override
    public boolean hold(String name, String holder, Duration length) {
        try {
            long millis = length.toMillis();
            Optional<Boolean> free =
                    database.read(session -> session.first(FREE, row -> row.getInt(1) == 1, holder, name));
            if (free.isEmpty()) {
                return database.write(session -> session.update(MAKE, name, holder, millis)) == 1;
            }
            return free.get() && database.write(session -> session.update(TAKE, holder, millis, name, holder)) == 1;
        } catch (SQLException e) {
            if (database.dialect().duplicateKey(e)) {
                return false;
            }
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    @Override
    public void release(String name, String holder) {
        try {
            database.write(session -> session.update(RELEASE, name, holder));
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
