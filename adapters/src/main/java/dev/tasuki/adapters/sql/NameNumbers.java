package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelName;
import java.sql.SQLException;
import java.util.Optional;

/** Gives models their numbers and takes them away, in the transactions of their tasks. */
final class NameNumbers {
    private NameNumbers() {}

    /** Gives a model that was just completed the next number of its name, if it has one. */
    static void give(Session session, String model) throws SQLException {
        Optional<ModelName> name = session.query(NameSql.NAME_OF, row -> row.getString(1), model).stream()
                .findFirst()
                .flatMap(ModelName::of);
        if (name.isPresent() && next(session, name.get())) {
            session.update(NameSql.NUMBER, model, name.get().folded());
        }
    }

    /** Draws the number; false if there are too many names. */
    private static boolean next(Session session, ModelName name) throws SQLException {
        if (session.update(NameSql.NEXT_OF_LIVING, name.folded()) == 1) {
            return true;
        }
        long living = session.first(NameSql.LIVING, row -> row.getLong(1)).orElse(0L);
        if (living >= Limits.MODEL_NAMES.value()) {
            return false;
        }
        return session.update(NameSql.NEXT, name.folded()) == 1
                || begin(session, name)
                || session.update(NameSql.NEXT, name.folded()) == 1;
    }

    /** False if another transaction has begun the same name meanwhile. */
    private static boolean begin(Session session, ModelName name) throws SQLException {
        try {
            return session.update(NameSql.BEGIN, name.folded(), name.value()) == 1;
        } catch (SQLException e) {
            // Only where the statement alone is undone: MariaDB and MySQL.
            if (session.dialect().duplicateKey(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the model's number away, if it has one; false if an alias points to it. */
    static boolean takeAway(Session session, String model) throws SQLException {
        if (session.update(NameSql.TAKE_AWAY, model) == 0) {
            return true;
        }
        if (session.first(NameSql.POINTED_TO, row -> row.getLong(1), model).orElse(0L) > 0) {
            session.update(NameSql.GIVE_BACK, model);
            return false;
        }
        session.update(NameSql.FORGET, model);
        return true;
    }
}
