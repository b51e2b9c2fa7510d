package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.contracts.TaskSamples;
import dev.tasuki.contracts.Together;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoThreadLeft.class)
final class GroupCommitTest {
    private static final String INSERT = "INSERT INTO task_tag (seq, position, tag) VALUES (?, ?, 'x')";

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseSettings.sqlite(directory.resolve("tasuki.db")), InstantSource.system());
        new SqlTaskStore(database).accept(TaskSamples.task("m"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aUnitThatFailsUndoesItselfAndSpoilsNoOther() throws Exception {
        List<Boolean> committed = Together.run(33, i -> () -> {
            try {
                database.write(session -> {
                    session.update(INSERT, 1L, i);
                    if (i % 3 == 0) {
                        throw new IllegalStateException("unit " + i + " failed on purpose");
                    }
                    return true;
                });
                return true;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("unit " + i + " failed on purpose");
                return false;
            }
        });
        List<Integer> there = database.read(
                session -> session.query("SELECT position FROM task_tag ORDER BY position", row -> row.getInt(1)));

        assertThat(there).hasSize(22).noneMatch(i -> i % 3 == 0);
        assertThat(committed).filteredOn(c -> c).hasSize(22);
    }

    @Test
    void aConstraintIsTheUnitsOwnFailure() throws SQLException {
        insert(1);

        assertThatThrownBy(() -> database.write(session -> session.update(INSERT, 1L, 1)))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(database.dialect().duplicateKey(e)).isTrue());
        insert(2);
    }

    @Test
    void aTransactionThatIsLostFailsItsUnitAndTheNextOneGetsAFreshConnection() throws SQLException {
        assertThatThrownBy(() -> database.write(session -> {
                    session.update(INSERT, 1L, 1);
                    return session.update("ROLLBACK");
                }))
                .isInstanceOf(SQLException.class);

        insert(1);
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() -> database.read(session -> session.update(INSERT, 1L, 1)))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aClosedDatabaseRefuses() {
        database.close();
        database.close();

        assertThatThrownBy(() -> database.write(session -> session.update(INSERT, 1L, 1)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> database.read(session -> 1))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void everyCallerIsAnsweredWhileTheDatabaseCloses() throws Exception {
        List<Boolean> answered = Together.run(9, i -> () -> {
            if (i == 8) {
                database.close();
                return true;
            }
            for (int n = 0; n < 200; n++) {
                int position = i * 1000 + n;
                try {
                    database.write(session -> session.update(INSERT, 1L, position));
                } catch (SQLException e) {
                    assertThat(e.getMessage()).contains("closed");
                }
            }
            return true;
        });
        assertThat(answered).containsOnly(true);
    }

    private void insert(int position) throws SQLException {
        int rows = database.write(session -> session.update(INSERT, 1L, position));
        assertThat(rows).isEqualTo(1);
    }
}
