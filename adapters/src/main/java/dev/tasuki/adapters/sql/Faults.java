package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** The one translation of a database's failure into a refusal. */
final class Faults {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String POSTGRESQL_DISK_FULL = "53100";

    private Faults() {}

    /**
     * A refusal whose detail a client may read; the failure itself goes to the log.
     *
     * @param code results_unavailable or broker_unavailable
     */
    static Unavailable unavailable(RefusalCode code, Exception failure) {
        String what = code == RefusalCode.BROKER_UNAVAILABLE ? "the broker's database" : "the result store";
        return new Unavailable(code, what + " " + reason(failure), RETRY_AFTER, failure);
    }

    private static String reason(Exception failure) {
        SQLException sql = sqlCause(failure);
        if (sql instanceof SQLiteException) {
            return switch (sql.getErrorCode()) {
                case 5, 6 -> "is locked by another process; try again";
                case 8 -> "is read-only; make its file and directory writable";
                case 10 -> "got an I/O error from the disk; the log has the details";
                case 11, 26 -> "is damaged or no SQLite file; restore it from a backup";
                case 13 -> "has no space left on its disk; free some";
                case 14 -> "cannot be opened; check its directory and permissions";
                default -> "failed; the log has the details";
            };
        }
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.equals(POSTGRESQL_DISK_FULL)) {
            return "has no space left on its disk; free some";
        }
        if (state.startsWith("28")) {
            return "refused the user or the password; check both";
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "cannot be reached; check that it runs and that host and port are right";
        }
        return "does not answer; the log has the details";
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
