package dev.tasuki.adapters.sql;

import java.sql.SQLException;

/** What is done in one transaction, all or nothing. It may be run again if a deadlock undid it. */
@FunctionalInterface
interface Unit<T> {
    T run(Session session) throws SQLException;
}
