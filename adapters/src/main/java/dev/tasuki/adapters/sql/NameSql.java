package dev.tasuki.adapters.sql;

import dev.tasuki.adapters.sql.ChangeSql.Move;
import dev.tasuki.core.task.Change;

/**
 * Every statement about names of models. A transaction that changes what belongs to a name changes its row first, and so
 * holds it until the commit: numbers are given, taken away and pointed to one after another.
 */
final class NameSql {
    static final String NAME_OF = "SELECT name FROM task WHERE task_id = ? AND kind = 'TRAIN' AND name IS NOT NULL";

    /** A name that has versions gets one more. */
    static final String NEXT_OF_LIVING =
            "UPDATE model_name SET newest = newest + 1, live = live + 1 WHERE folded = ? AND live > 0";

    static final String NEXT = "UPDATE model_name SET newest = newest + 1, live = live + 1 WHERE folded = ?";

    static final String LIVING = "SELECT COUNT(*) FROM model_name WHERE live > 0";

    static final String BEGIN = "INSERT INTO model_name (folded, name, newest, live) VALUES (?, ?, 1, 1){or nothing}";

    /** Arguments: the model, the folded name. */
    static final String NUMBER = "INSERT INTO model_version (model_id, folded, version, at)"
            + " SELECT t.task_id, n.folded, n.newest, {now} FROM task t, model_name n"
            + " WHERE t.task_id = ? AND n.folded = ?";

    static final String HOLD = "UPDATE model_name SET live = live WHERE folded = ?";

    static final String TAKE_AWAY = "UPDATE model_name SET live = live - 1"
            + " WHERE folded = (SELECT folded FROM model_version WHERE model_id = ?)";

    static final String GIVE_BACK = "UPDATE model_name SET live = live + 1"
            + " WHERE folded = (SELECT folded FROM model_version WHERE model_id = ?)";

    static final String POINTED_TO = "SELECT COUNT(*) FROM model_version v"
            + " JOIN model_alias a ON a.folded = v.folded AND a.version = v.version WHERE v.model_id = ?";

    static final String FORGET = "DELETE FROM model_version WHERE model_id = ?";

    static final String ALIAS = "SELECT version FROM model_alias WHERE folded = ? AND alias = ?";

    static final String MODEL = "SELECT model_id FROM model_version WHERE folded = ? AND version = ?";

    static final String ALIASES = "SELECT COUNT(*) FROM model_alias WHERE folded = ?";

    static final String DELETE_ALIAS = "DELETE FROM model_alias WHERE folded = ? AND alias = ?";

    static final String INSERT_ALIAS = "INSERT INTO model_alias (version, folded, alias) VALUES (?, ?, ?)";

    static final String UPDATE_ALIAS = "UPDATE model_alias SET version = ? WHERE folded = ? AND alias = ?";

    static final String REMEMBER =
            "INSERT INTO alias_move (folded, alias, version, how, at, moved_by) VALUES (?, ?, ?, ?, {now}, ?)";

    /** Arguments: the folded name, how many are younger. */
    static final String TOO_OLD = "SELECT id FROM alias_move WHERE folded = ? ORDER BY id DESC LIMIT 1 OFFSET ?";

    static final String PRUNE = "DELETE FROM alias_move WHERE folded = ? AND id <= ?";

    /** Gives the model's row the version of the line. */
    static final Move CHANGED =
            Move.of(Change.Kind.ALIAS_CHANGED, "UPDATE task SET {next version}stage = stage WHERE task_id = ?");

    static final String DESCRIBE = "UPDATE change_log SET alias = ?, alias_from = ?, alias_to = ?, alias_by = ?"
            + " WHERE version = (SELECT version FROM task WHERE task_id = ?)";

    private static final String NAMED = "SELECT n.folded, n.name, v.version, v.model_id, v.at,"
            + " (SELECT COUNT(*) FROM task t WHERE t.folded_id = n.folded AND t.kind = 'TRAIN') AS ids"
            + " FROM model_name n JOIN model_version v ON v.folded = n.folded AND v.version ="
            + " (SELECT MAX(w.version) FROM model_version w WHERE w.folded = n.folded)";

    private static final String POINTERS = "SELECT a.folded, a.alias, v.version, v.model_id, v.at FROM model_alias a"
            + " JOIN model_version v ON v.folded = a.folded AND v.version = a.version";

    static final String ALL_NAMED = NAMED + " WHERE n.live > 0";

    static final String ONE_NAMED = NAMED + " WHERE n.folded = ?";

    static final String ALL_POINTERS = POINTERS;

    static final String POINTERS_OF_ONE = POINTERS + " WHERE a.folded = ?";

    /** Arguments: the folded name, the number, how many. */
    static final String VERSIONS = "SELECT version, model_id, at FROM model_version"
            + " WHERE folded = ? AND version < ? ORDER BY version DESC LIMIT ?";

    static final String HISTORY =
            "SELECT alias, version, how, at, moved_by FROM alias_move" + " WHERE folded = ? ORDER BY id DESC LIMIT ?";

    private NameSql() {}

    /** The number of each of {@code models} models, with one row for each alias that points to it. */
    static String numbers(int models) {
        return "SELECT v.model_id, v.version, a.alias FROM model_version v"
                + " LEFT JOIN model_alias a ON a.folded = v.folded AND a.version = v.version WHERE v.model_id IN (?"
                + ", ?".repeat(models - 1) + ")";
    }
}
