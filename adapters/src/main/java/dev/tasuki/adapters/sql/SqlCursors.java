package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.Cursors;
import dev.tasuki.core.task.RefusalCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** Cursors as rows. */
public final class SqlCursors implements Cursors {
    private static final String OF = "SELECT version FROM reader_cursor WHERE reader = ?";
    private static final String BEGIN = "INSERT INTO reader_cursor (reader, version) VALUES (?, ?){or nothing}";
    private static final String MOVE = "UPDATE reader_cursor SET version = ? WHERE reader = ? AND version = ?";

    private final Database database;

    /** Cursors in tables that {@link Database#open} has made; it does not close the database. */
    public SqlCursors(Database database) {
        this.database = database;
    }

    @Override
    public OptionalLong of(String reader) {
        try {
            Optional<Long> version = database.read(session -> session.first(OF, row -> row.getLong(1), reader));
            return version.map(OptionalLong::of).orElse(OptionalLong.empty());
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    @Override
    public void begin(String reader, long version) {
        if (of(reader).isPresent()) {
            return;
        }
        try {
            database.write(session -> session.update(BEGIN, reader, version));
        } catch (SQLException e) {
            if (!database.dialect().duplicateKey(e)) {
                throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
            }
        }
    }

    @Override
    public boolean move(String reader, long from, long to) {
        try {
            return database.single(session -> session.update(MOVE, to, reader, from)) == 1;
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
