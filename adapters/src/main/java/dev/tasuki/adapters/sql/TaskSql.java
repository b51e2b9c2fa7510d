package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.ChangeSql.Move;
import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskQuery;
import java.util.Collections;

/**
 * Every statement about tasks. {@code {now}} is the database's clock. Each UPDATE names in its WHERE
 * the state, the lease and the epoch it may start from, so that of two who race one changes nothing.
 *
 * <p>MySQL and MariaDB assign from left to right and see the new values: a column that later
 * expressions read is assigned last.
 */
final class TaskSql {
    private static final String INSERT_COLUMNS = """
            INSERT INTO task (payload, dataset_id, pin_etag, pin_size, name, tags, timeout_ms, priority,
              algorithm, run_at, first_due, task_id, folded_id, kind, expires_at, idempotency_key, fingerprint, version, state,
              epoch, attempts, cancel_requested, progress, stage, progress_text, created_at)
            VALUES\s""";

    private static final String INSERT_VALUES = """
            (?, ?, ?, ?, ?, ?, ?, ?, ?,
              COALESCE(?, {now}), COALESCE(?, {now}), ?, ?, ?, ?, ?, ?, {version}, 'TASK_RECEIVED',
              0, 0, 0, 0.0, 'queued', '', {now})""";

    static final String INSERT = inserts(1);

    /** Of a row inserted in the same transaction. */
    static final String SET_ORIGIN =
            "UPDATE task SET origin_protocol = ?, origin = ?, answer_owed_to = ? WHERE seq = ?";

    static final String INSERT_TAG = "INSERT INTO task_tag (seq, position, tag) VALUES (?, ?, ?)";

    /** Without the report, which is a hundred times as large as the rest. */
    private static final String BRIEF_COLUMNS = """
            seq, version, task_id, kind, dataset_id, pin_etag, pin_size, name, tags, state, run_at,
              first_due, expires_at, timeout_ms, priority, turn, epoch, attempts, owner, lease_until,
              cancel_requested, finish_requested, answer_owed_to, progress, stage, progress_text,
              created_at, published_at, started_at, finished_at,
              model_key, model_sha256, model_size, metrics, error_code, error_detail, fingerprint, algorithm""";

    private static final String COLUMNS = BRIEF_COLUMNS + ", payload";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM task";

    private static final String SELECT_ALL = "SELECT " + COLUMNS + ", origin_protocol, origin FROM task";

    private static final String SELECT_BRIEFLY = "SELECT " + BRIEF_COLUMNS + ", NULL AS payload FROM task";

    static final String REPORT = "SELECT report FROM task WHERE task_id = ? AND state = 'TASK_COMPLETED'";

    /** Brings the row as it became; none, or an error of a key that is taken, where there was one. */
    static final String INSERT_RETURNING = INSERT + "{or nothing} RETURNING " + COLUMNS;

    /** How often the ids follow the values in the arguments of {@link #insertThenLogged}. */
    static final int USES_OF_IDS = 3;

    /** The line of the row with this id, elsewhere. */
    static final String ACCEPTED = Move.of(Change.Kind.RECEIVED, "").line();

    static final String FIND = SELECT + " WHERE task_id = ?";

    /** The arguments are the id and its folded form; tables of older versions may hold both. */
    static final String FIND_FOLDED = SELECT_ALL + " WHERE task_id = ? OR folded_id = ?";

    static final String FIND_BY_KEY = SELECT_ALL + " WHERE idempotency_key = ?";

    /** All parts are answered from indexes alone: a row is large, and this is asked once a second. */
    static final String COUNTS = "SELECT state, COUNT(*),"
            + " (SELECT COUNT(*) FROM task WHERE state = 'TASK_RECEIVED' AND published_at IS NULL),"
            + " (SELECT COUNT(*) FROM task WHERE state = 'TASK_RECEIVED' AND run_at > {now}),"
            + " (SELECT {now} - MIN(run_at) FROM task WHERE state = 'TASK_RECEIVED' AND run_at <= {now})"
            + " FROM task GROUP BY state";

    private static final String WAITS =
            "state = 'TASK_RECEIVED' AND run_at <= {now} AND (expires_at IS NULL OR expires_at > {now} OR epoch > 0)";
    private static final String LAPSED = "state = 'TASK_STARTED' AND lease_until < {now}";
    private static final String EXPIRED = "state = 'TASK_RECEIVED' AND epoch = 0 AND expires_at <= {now}";
    private static final String NEWEST = " ORDER BY seq DESC LIMIT ?";
    private static final String IN_ORDER = " ORDER BY priority DESC, run_at, seq LIMIT ?";

    static final String CLAIMABLE = SELECT + " WHERE kind = ? AND (" + WAITS + " OR " + LAPSED + ")" + IN_ORDER;

    static final String AHEAD =
            SELECT + " WHERE " + WAITS + " AND kind = ? AND published_at IS NOT NULL AND priority > ?" + IN_ORDER;

    static final String DUE_LAPSED = SELECT + " WHERE " + LAPSED + IN_ORDER;

    static final String DUE_EXPIRED = SELECT + " WHERE " + EXPIRED + IN_ORDER;

    static final String CANCELLING =
            SELECT + " WHERE state = 'TASK_STARTED' AND cancel_requested = 1 AND owner = ?" + IN_ORDER;

    static final String FINISHING =
            SELECT + " WHERE state = 'TASK_STARTED' AND finish_requested = 1 AND owner = ?" + IN_ORDER;

    private static final String OWES_ANSWER = "answer_owed_to IS NOT NULL AND finished_at IS NOT NULL"
            + " AND (answering_until IS NULL OR answering_until < {now})";

    static final String UNANSWERED = SELECT_ALL + " WHERE " + OWES_ANSWER + " AND answer_owed_to = ?" + IN_ORDER;

    static final String ANSWERING =
            "UPDATE task SET answering_until = {now} + ? WHERE task_id = ? AND turn = ? AND " + OWES_ANSWER;

    static final String ANSWERED = "UPDATE task SET answer_owed_to = NULL, answering_until = NULL"
            + " WHERE task_id = ? AND turn = ? AND answer_owed_to IS NOT NULL AND finished_at IS NOT NULL";

    private static final String TAGGED =
            "EXISTS (SELECT 1 FROM task_tag WHERE task_tag.seq = task.seq AND task_tag.tag ";

    static final String GROUPS = "SELECT dataset_id, tags FROM task WHERE task_id = ?";

    /** Held until the commit: claims under a cap come one after another. */
    static final String PASS_THE_GATE = "UPDATE claim_gate SET passed = passed + 1 WHERE id = 1";

    private static final String OTHERS_RUNNING =
            "SELECT COUNT(*) FROM task WHERE state = 'TASK_STARTED' AND lease_until >= {now} AND task_id <> ? AND ";

    static final String RUNNING_ON_DATASET = OTHERS_RUNNING + "dataset_id = ?";

    static final String RUNNING_WITH_TAG = OTHERS_RUNNING + TAGGED + "= ?)";

    private static final String RUNS = " WHERE task_id = ? AND epoch = ? AND state = 'TASK_STARTED'";
    private static final String FREE = "owner = NULL, lease_until = NULL";
    private static final String FRESH = "progress = 0.0, stage = 'queued', progress_text = ''";
    private static final String ENDED = FREE + ", finished_at = {now}";
    private static final String WAIT_AGAIN =
            "state = 'TASK_RECEIVED', published_at = NULL, turn = turn + 1, started_at = NULL, " + FREE + ", " + FRESH;

    static final String PUBLISHED =
            "UPDATE task SET published_at = {now} WHERE task_id = ? AND turn = ? AND state = 'TASK_RECEIVED'";

    /**
     * Arguments: the turn, then the ids. SQLite keeps no statistics and would look through all rows of the state, so
     * COALESCE leaves it the ids alone.
     */
    static String publishedAll(int ids) {
        return "UPDATE task SET published_at = {now} WHERE turn = ? AND COALESCE(state, '') = 'TASK_RECEIVED' AND task_id IN ("
                + marks(ids) + ")";
    }

    static final String UNPUBLISH =
            "UPDATE task SET published_at = NULL, turn = turn + 1 WHERE task_id = ? AND state = 'TASK_RECEIVED'";

    static final Move EXPIRE = Move.of(
            Change.Kind.ERROR,
            "UPDATE task SET {next version}state = 'TASK_ERROR', error_code = ?, error_detail = ?, " + ENDED
                    + " WHERE task_id = ? AND " + EXPIRED);

    static final Move CLAIM = Move.of(
            Change.Kind.STARTED,
            "UPDATE task SET {next version}state = 'TASK_STARTED', epoch = epoch + 1, attempts = attempts + 1,"
                    + " owner = ?, lease_until = {now} + ?, started_at = {now}, " + FRESH
                    + " WHERE task_id = ? AND epoch = ? AND (" + WAITS + " OR " + LAPSED + ")");

    static final String HEARTBEAT =
            "UPDATE task SET lease_until = {now} + ?, progress = ?, stage = ?, progress_text = ?" + RUNS;

    private static final String COMPLETED =
            "UPDATE task SET {next version}state = 'TASK_COMPLETED', model_key = ?, model_sha256 = ?,"
                    + " model_size = ?, metrics = ?, report = ?, algorithm = COALESCE(?, algorithm),"
                    + " progress = 1.0, stage = 'done', progress_text = '', "
                    + ENDED + RUNS;

    static final Move COMPLETE = Move.of(Change.Kind.COMPLETED, COMPLETED);

    /** Of a training without a name, whose model gets no number. */
    static final Move COMPLETE_UNNAMED = Move.of(Change.Kind.COMPLETED, COMPLETED + " AND name IS NULL");

    static final Move FAIL = Move.of(
            Change.Kind.ERROR,
            "UPDATE task SET {next version}state = 'TASK_ERROR', error_code = ?, error_detail = ?, " + ENDED + RUNS);

    static final Move GIVE_BACK = Move.of(
            Change.Kind.RECEIVED,
            "UPDATE task SET {next version}" + WAIT_AGAIN + ", run_at = {now} + ?, attempts = attempts - ?" + RUNS);

    static final Move STOPPED = Move.of(
            Change.Kind.CANCELLED,
            "UPDATE task SET {next version}state = 'TASK_CANCELLED', cancel_requested = 1, " + ENDED + RUNS);

    private static final String CANCELLED_OR_ASKED = "CASE WHEN state = 'TASK_CANCELLED' THEN '"
            + Change.Kind.CANCELLED.text() + "' ELSE '" + Change.Kind.CANCEL_REQUESTED.text() + "' END";

    static final Move CANCEL = Move.of(
            CANCELLED_OR_ASKED,
            "UPDATE task SET {next version}cancel_requested = 1,"
                    + " finished_at = CASE WHEN state = 'TASK_RECEIVED' THEN {now} ELSE finished_at END,"
                    + " state = CASE WHEN state = 'TASK_RECEIVED' THEN 'TASK_CANCELLED' ELSE state END"
                    + " WHERE task_id = ? AND state IN ('TASK_RECEIVED', 'TASK_STARTED')");

    static final Move FINISH = Move.of(
            Change.Kind.FINISH_REQUESTED,
            "UPDATE task SET {next version}finish_requested = 1"
                    + " WHERE task_id = ? AND state = 'TASK_STARTED' AND cancel_requested = 0 AND finish_requested = 0");

    private static final String AS_IF_NEW = WAIT_AGAIN + ", expires_at = NULL, attempts = 0, cancel_requested = 0,"
            + " finish_requested = 0, finished_at = NULL, error_code = NULL, error_detail = NULL,"
            + " answer_owed_to = origin_protocol, answering_until = NULL"
            + " WHERE task_id = ? AND state IN ('TASK_ERROR', 'TASK_CANCELLED')";

    static final Move RETRY = Move.of(
            Change.Kind.RECEIVED,
            "UPDATE task SET {next version}run_at = {now} + ?, first_due = {now} + ?, " + AS_IF_NEW);

    static final Move MEND = Move.of(
            Change.Kind.RECEIVED,
            "UPDATE task SET {next version}payload = ?, dataset_id = ?, pin_etag = ?, pin_size = ?, name = ?,"
                    + " tags = ?, timeout_ms = ?, priority = ?, algorithm = ?,"
                    + " run_at = COALESCE(?, {now}), first_due = COALESCE(?, {now}),"
                    + " epoch = epoch + 1, " + AS_IF_NEW + " AND epoch = ?");

    private static final String HAS_ENDED = "state IN ('TASK_COMPLETED', 'TASK_ERROR', 'TASK_CANCELLED')";

    static final String LABEL = "UPDATE task SET algorithm = ? WHERE task_id = ? AND version = ? AND " + HAS_ENDED;

    /** Each part by the index alone, in its order: who sorted all of them would do so again for each page. */
    static final String UNLABELLED = SELECT + " WHERE seq IN (SELECT seq FROM (SELECT seq FROM task"
            + " WHERE algorithm IS NULL AND " + HAS_ENDED + " ORDER BY seq LIMIT ?) AS unknown UNION ALL"
            + " SELECT seq FROM (SELECT seq FROM task WHERE algorithm = '" + Due.Unlabelled.SEARCHED
            + "' AND state = 'TASK_COMPLETED' ORDER BY seq LIMIT ?) AS searched) ORDER BY seq LIMIT ?";

    static final String REMOVE_TAGS = "DELETE FROM task_tag WHERE seq = ?";

    static final String REMOVE =
            "DELETE FROM task WHERE task_id = ? AND state IN ('TASK_COMPLETED', 'TASK_ERROR', 'TASK_CANCELLED')";

    /** PostgreSQL's, with its line. */
    static final String REMOVE_LOGGED = ChangeSql.remove(REMOVE);

    /** Elsewhere the line comes first: this holds the row for it. */
    static final Move REMOVABLE = Move.of(
            Change.Kind.DELETED,
            "UPDATE task SET {next version}stage = stage"
                    + " WHERE task_id = ? AND state IN ('TASK_COMPLETED', 'TASK_ERROR', 'TASK_CANCELLED')");

    static final String RELEASE_LEASES = "UPDATE task SET lease_until = 0 WHERE state = 'TASK_STARTED'";

    private TaskSql() {}

    /** PostgreSQL's INSERT of {@code rows} rows with their lines in the change log, which brings the rows. */
    static String insertLogged(int rows) {
        return ChangeSql.accept(inserts(rows) + "{or nothing}", COLUMNS);
    }

    /**
     * The same on MariaDB and MySQL: several statements in one message, the last of which commits. The version of a row
     * is the number of its line, which only this transaction sees yet.
     */
    static String insertThenLogged(int rows) {
        String ids = "(" + marks(rows) + ")";
        return inserts(rows) + "; " + ACCEPTED.replace("task_id = ?", "task_id IN " + ids + " ORDER BY seq")
                + "; UPDATE task JOIN change_log ON subject = task_id AND change_log.version >= LAST_INSERT_ID()"
                + " SET task.version = change_log.version WHERE task_id IN " + ids
                + "; " + SELECT + " WHERE task_id IN " + ids + "; COMMIT";
    }

    private static String inserts(int rows) {
        return INSERT_COLUMNS + String.join(", ", Collections.nCopies(rows, INSERT_VALUES));
    }

    /**
     * Arguments: the grace, the silence unless published ones are left alone, the datasets and tags left out, the
     * limit. Without a silence only the index of the unpublished is read, however many wait: the signs keep SQLite from
     * the indexes that hold every row that waits.
     */
    static String unpublished(boolean published, int datasets, int tags) {
        String never = "published_at IS NULL AND (turn > 0 OR run_at > created_at OR created_at <= {now} - ?)";
        StringBuilder sql = new StringBuilder(SELECT)
                .append(" WHERE ")
                .append(
                        published
                                ? WAITS + " AND ((" + never + ") OR published_at < {now} - ?)"
                                : WAITS.replace("run_at <=", "+run_at <=") + " AND " + never);
        if (datasets > 0) {
            sql.append(" AND dataset_id NOT IN (").append(marks(datasets)).append(')');
        }
        if (tags > 0) {
            sql.append(" AND NOT " + TAGGED + "IN (").append(marks(tags)).append("))");
        }
        return sql.append(published ? IN_ORDER : IN_ORDER.replace("priority", "+priority"))
                .toString();
    }

    /**
     * Newest first; arguments: those parts of the filter that are given, the cursor if there is one, the limit. With
     * algorithms, all but the limit is in a part of its own for each: the name, then those arguments, then the limit.
     */
    static String list(TaskQuery query) {
        String columns = query.width() == TaskQuery.Width.BRIEF ? SELECT_BRIEFLY : SELECT;
        int algorithms = query.filter().algorithms().size();
        if (algorithms == 0) {
            return columns + " WHERE 1 = 1" + conditions(query) + NEWEST;
        }
        // The index brings each algorithm's rows in order. Its column is the last one of a large row, and one IN for
        // all would have SQLite read every row whole.
        String part =
                "SELECT seq FROM (SELECT seq FROM task WHERE algorithm = ?" + conditions(query) + NEWEST + ") AS part";
        return columns + " WHERE seq IN (" + String.join(" UNION ALL ", Collections.nCopies(algorithms, part)) + ")"
                + NEWEST;
    }

    private static String conditions(TaskQuery query) {
        TaskFilter filter = query.filter();
        StringBuilder sql = new StringBuilder();
        if (!filter.states().isEmpty()) {
            sql.append(" AND state IN (").append(marks(filter.states().size())).append(')');
        }
        if (filter.dataset().isPresent()) {
            sql.append(" AND dataset_id = ?");
        }
        if (filter.tag().isPresent()) {
            sql.append(" AND " + TAGGED + "= ?)");
        }
        if (filter.code().isPresent()) {
            sql.append(" AND error_code = ?");
        }
        if (filter.request().isPresent()) {
            sql.append(" AND idempotency_key = ? AND fingerprint = ?");
        }
        if (filter.endedBefore().isPresent()) {
            sql.append(" AND finished_at < ?");
        }
        if (filter.name().isPresent()) {
            sql.append(" AND name = ?");
        }
        if (filter.since().isPresent()) {
            sql.append(" AND created_at >= ?");
        }
        if (query.before().isPresent()) {
            sql.append(" AND seq < ?");
        }
        return sql.toString();
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
