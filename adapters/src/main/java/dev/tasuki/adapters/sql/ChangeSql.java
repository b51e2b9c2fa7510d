package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Limits;

/**
 * Every statement about the change log. A change of a row and its line are one transaction. On PostgreSQL they are
 * one statement, so that a change is one round trip. Elsewhere the line follows the change.
 *
 * <p>Numbers: PostgreSQL draws them from a sequence, after its transaction has a number itself (see
 * {@link SqlChangeLog}). SQLite counts on from the table, as it has one writer. MariaDB and MySQL give one to the
 * line, and the row gets it afterwards; so no number is drawn for a row that was not changed.
 */
final class ChangeSql {
    private static final String COLUMNS =
            "at, type, subject, kind, dataset_id, name, attempt, metrics, error_code, error_detail";

    private static final String FACTS = "task_id, kind, dataset_id, name, attempts,"
            + " CASE WHEN LENGTH(metrics) <= " + Limits.CHANGE_METRICS.value() + " THEN metrics END,"
            + " error_code, SUBSTR(error_detail, 1, " + Limits.CHANGE_DETAIL.value() + ")";

    private static final String MOVED_COLUMNS =
            "version, task_id, kind, dataset_id, name, attempts, metrics, error_code," + " error_detail, state";

    static final String SET_VERSION = "UPDATE task SET version = ? WHERE task_id = ?";

    /** SQLite's line of a new row, from the row at hand: cheaper by a sixth of an accept than to read it again. */
    static final String RECEIVED =
            "INSERT INTO change_log (version, at, type, subject, kind, dataset_id, name, attempt)" + " VALUES (?, ?, '"
                    + Change.Kind.RECEIVED.text() + "', ?, ?, ?, ?, 0)";

    static final String LAST_VERSION = "SELECT LAST_INSERT_ID()";

    private static final String SELECT =
            "SELECT version, {now} AS now_is, " + COLUMNS + ", alias, alias_from, alias_to, alias_by FROM change_log";

    /** Arguments: the version, how many lines. */
    static final String SINCE = SELECT + " WHERE version > ? ORDER BY version LIMIT ?";

    /** Arguments: the task, the version, how many lines. */
    static final String OF_TASK = SELECT + " WHERE subject = ? AND version > ? ORDER BY version LIMIT ?";

    static final String SPAN = "SELECT COALESCE(MIN(version), 0), COALESCE(MAX(version), 0) FROM change_log";

    /** Arguments: how many. */
    static final String OLDEST = "SELECT version, at FROM change_log ORDER BY version LIMIT ?";

    static final String PRUNE = "DELETE FROM change_log WHERE version <= ?";

    /** All transactions before the first number have ended; the second is the next one to be given. PostgreSQL's. */
    static final String TRANSACTIONS =
            "SELECT txid_snapshot_xmin(txid_current_snapshot())," + " txid_snapshot_xmax(txid_current_snapshot())";

    private ChangeSql() {}

    /**
     * A statement that moves one row, with its line.
     *
     * @param alone moves the row
     * @param together PostgreSQL's: moves the row and adds the line
     * @param line adds the line of the row with the id that is its argument
     */
    record Move(String alone, String together, String line) {
        static Move of(Change.Kind kind, String update) {
            return of("'" + kind.text() + "'", update);
        }

        /** The type is an expression over the row as it became. */
        static Move of(String type, String update) {
            return new Move(
                    update,
                    moved(update) + " " + fromMoved(type, "version"),
                    "INSERT INTO change_log ({own version}" + COLUMNS + ") SELECT {own version}{now}, " + type + ", "
                            + FACTS + " FROM task WHERE task_id = ?");
        }
    }

    /** PostgreSQL's INSERT of a row and its line, which brings the row as it became. */
    static String accept(String insert, String columns) {
        return moved(insert.strip(), "*") + ", logged AS ("
                + fromMoved("'" + Change.Kind.RECEIVED.text() + "'", "version") + ") SELECT " + columns
                + " FROM moved";
    }

    /** PostgreSQL's DELETE of a row, with its line. */
    static String remove(String delete) {
        return moved(delete) + " " + fromMoved("'" + Change.Kind.DELETED.text() + "'", "{version}");
    }

    private static String moved(String change) {
        return moved(change, MOVED_COLUMNS);
    }

    private static String moved(String change, String columns) {
        return "WITH moved AS (" + change + " RETURNING " + columns + ")";
    }

    /** The time is that of the writing: the statement may have waited for the row before it drew its number. */
    private static String fromMoved(String type, String version) {
        return "INSERT INTO change_log (version, " + COLUMNS + ") SELECT " + version
                + ", CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT), " + type + ", " + FACTS
                + " FROM moved";
    }
}
