package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * The one translation of a database's failure into a refusal. A server that is away, busy or full comes back,
 * and what waits for it is tried again. A statement that the database does not understand, or a value
 * that it does not take, fails every time: that is a defect, and trying again would only hide it.
 */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String POSTGRESQL_DISK_FULL = "53100";
    private static final String POSTGRESQL_NO_PERMISSION = "42501";

    /** Data that does not fit its column, a broken constraint, a statement that is not understood. */
    private static final Set<String> DEFECTS = Set.of("22", "23", "42");
    /** An error of the statement, too large, a broken constraint, a wrong type, misuse, a wrong index. */
    private static final Set<Integer> SQLITE_DEFECTS = Set.of(1, 18, 19, 20, 21, 25);
    /** MariaDB and MySQL file these under class 42: an account's rights. */
    private static final Set<Integer> MYSQL_NO_PERMISSION = Set.of(1044, 1142, 1143, 1227, 1370);
    /** The same: an account has too many connections or has asked too often. */
    private static final Set<Integer> MYSQL_TOO_MANY = Set.of(1203, 1226);

    /** A value that is missing or has no such characters, under the class of everything else. */
    private static final Set<Integer> MYSQL_DEFECTS = Set.of(1364, 1366);

    private static final int MYSQL_NO_DATABASE = 1049;

    private Faults() {}

    /**
     * A refusal whose detail a client may read; the failure itself goes to the log.
     *
     * @param code results_unavailable or broker_unavailable, for a database that is away
     */
    static Refusal refusal(RefusalCode code, Exception failure) {
        String what = code == RefusalCode.BROKER_UNAVAILABLE ? "the broker's database" : "the result store";
        SQLException sql = sqlCause(failure);
        if (sql != null && defect(sql)) {
            LOG.error("{} refused a statement, which is a defect", what, failure);
            return new Corrupt(
                    RefusalCode.INTERNAL,
                    what + " refused a statement, which is a defect here or in its tables; the log has the details",
                    failure);
        }
        return new Unavailable(code, what + " " + reason(sql), RETRY_AFTER, failure);
    }

    /** The same of what brings the tables up to date; without its files the program was packed wrongly. */
    static Refusal ofMigrations(String place, FlywayException failure) {
        if (sqlCause(failure) == null && String.valueOf(failure.getMessage()).contains(place)) {
            return new Corrupt(
                    RefusalCode.INTERNAL,
                    "this program has no migrations in " + place + ": it was packed wrongly; install it anew",
                    failure);
        }
        return refusal(RefusalCode.RESULTS_UNAVAILABLE, failure);
    }

    /** True if the database refused what the statement says, and did nothing; false if nobody knows what it did. */
    static boolean ofTheStatement(SQLException failure) {
        return defect(failure);
    }

    private static boolean defect(SQLException sql) {
        if (sql instanceof SQLiteException) {
            return SQLITE_DEFECTS.contains(sql.getErrorCode() & 0xff);
        }
        String state = state(sql);
        if (MYSQL_DEFECTS.contains(sql.getErrorCode())) {
            return true;
        }
        return state.length() == 5 && DEFECTS.contains(state.substring(0, 2)) && !ofTheAccount(sql);
    }

    private static boolean ofTheAccount(SQLException sql) {
        int error = sql.getErrorCode();
        return noPermission(sql) || MYSQL_TOO_MANY.contains(error) || error == MYSQL_NO_DATABASE;
    }

    private static boolean noPermission(SQLException sql) {
        return POSTGRESQL_NO_PERMISSION.equals(sql.getSQLState()) || MYSQL_NO_PERMISSION.contains(sql.getErrorCode());
    }

    private static String reason(@Nullable SQLException sql) {
        if (sql instanceof SQLiteException) {
            return switch (sql.getErrorCode() & 0xff) {
                case 5, 6 -> "is locked by another process; try again";
                case 8 -> "is read-only; make its file and directory writable";
                case 10 -> "got an I/O error from the disk; the log has the details";
                case 11, 26 -> "is damaged or no SQLite file; restore it from a backup";
                case 13 -> "has no space left on its disk; free some";
                case 14 -> "cannot be opened; check its directory and permissions";
                default -> "failed; the log has the details";
            };
        }
        String state = sql == null ? "" : state(sql);
        if (state.equals(POSTGRESQL_DISK_FULL)) {
            return "has no space left on its disk; free some";
        }
        if (state.startsWith("28")) {
            return "refused the user or the password; check both";
        }
        if (state.startsWith("3D") || (sql != null && sql.getErrorCode() == MYSQL_NO_DATABASE)) {
            return "has no database of that name; create it, or check the URL";
        }
        if (sql != null && noPermission(sql)) {
            return "does not let this user do that; grant the user all rights on its tables";
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "cannot be reached; check that it runs and that host and port are right";
        }
        return "does not answer; the log has the details";
    }

    private static String state(SQLException sql) {
        String state = sql.getSQLState();
        return state == null ? "" : state;
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
