package dev.tasuki.adapters.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** How transactions are run: each its own on a server, many in one commit on SQLite. */
interface Engine extends AutoCloseable {
    /** Runs the unit in a transaction; it is durable when this returns. */
    <T> T write(Unit<T> unit) throws SQLException;

    /** The same for a unit of one statement: a server that commits each by itself is asked once, not twice. */
    <T> T single(Unit<T> unit) throws SQLException;

    /** Runs a unit that only reads. */
    <T> T read(Unit<T> unit) throws SQLException;

    /** A connection for one's own use, to be closed by the caller. */
    Connection connect() throws SQLException;

    @Override
    void close();
}
