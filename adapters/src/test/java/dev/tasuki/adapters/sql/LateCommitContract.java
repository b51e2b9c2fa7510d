package dev.tasuki.adapters.sql;

import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.ChangePage;
import dev.tasuki.core.task.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line whose transaction stays open while others commit greater versions. */
abstract class LateCommitContract {
    private static final String LATE = "INSERT INTO change_log (at, type, subject, kind, dataset_id, attempt)"
            + " SELECT {now}, 'task.received', 'late', 'TRAIN', 'd', 0";
    private static final int OTHERS = 50;

    private SqlTaskStore store;
    private SqlChangeLog log;
    private Connection open;
    private long before;

    protected abstract Backend backend();

    @BeforeEach
    final void holdATransactionOpen() throws SQLException {
        store = backend().fixture(SqlTaskStore::new).port();
        log = new SqlChangeLog(backend().first());
        store.accept(task("first"));
        before = store.find(new TaskId("first")).orElseThrow().version();
        open = backend().first().connect();
        open.setAutoCommit(false);
        try (Statement statement = open.createStatement()) {
            Dialect dialect = backend().first().dialect();
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("SELECT txid_current()");
            }
            statement.execute(dialect.spell(LATE));
        }
        for (int i = 0; i < OTHERS; i++) {
            store.accept(task("m-" + i));
        }
    }

    @AfterEach
    final void close() throws SQLException {
        open.close();
    }

    @Test
    void aReaderWaitsForItAndMissesNothing() throws SQLException {
        for (int look = 0; look < 5; look++) {
            assertThat(log.since(before, 1000)).isEqualTo(new ChangePage(List.of(), before));
        }
        open.commit();

        List<Change> changes = log.since(before, 1000).changes();
        assertThat(changes).hasSize(OTHERS + 1);
        assertThat(changes.getFirst().task()).isEqualTo(new TaskId("late"));
    }

    @Test
    void aNumberThatWasRolledBackIsPassed() throws SQLException {
        assertThat(log.since(before, 1000).changes()).isEmpty();
        open.rollback();

        if (backend().first().dialect() != Dialect.POSTGRESQL) {
            assertThat(log.since(before, 1000).changes()).isEmpty();
            backend().advance(Duration.ofSeconds(11));
        }
        assertThat(log.since(before, 1000).changes()).hasSize(OTHERS);
    }

    @Test
    void itIsSkippedWhenItHasStayedOpenForLongerThanAnyTransactionMay() {
        assertThat(log.since(before, 1000).changes()).isEmpty();
        backend().advance(Duration.ofSeconds(11));

        assertThat(log.since(before, 1000).changes()).hasSize(OTHERS);
    }
}
