package dev.tasuki.adapters.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.contracts.MovableClock;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How SQLite finds the rows of a statement: what looks through all that wait gets slower with each of them. */
final class SqlitePlansTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 64, 256})
    void manyAreMarkedByTheirIds(int ids) throws SQLException {
        assertThat(plan(TaskSql.publishedAll(ids), 1 + ids))
                .contains("(task_id=?)")
                .doesNotContain("SCAN");
    }

    @Test
    void oneIsMarkedByItsId() throws SQLException {
        assertThat(plan(TaskSql.PUBLISHED, 2)).contains("(task_id=?)");
    }

    @Test
    void theUnpublishedAreFoundAmongThemselves() throws SQLException {
        assertThat(plan(TaskSql.unpublished(false, 0, 0), 2)).contains("task_unpublished");
    }

    @Test
    void aListByAlgorithmIsFoundByThemInOrder() throws SQLException {
        TaskFilter filter = TaskFilter.of(Set.of(TaskState.TASK_COMPLETED)).ofAlgorithms(Set.of("Ridge", "Lasso"));

        assertThat(plan(TaskSql.list(TaskQuery.newest(filter, 50)), 7))
                .containsPattern("(?s)task_algorithm \\(algorithm=\\?\\).*task_algorithm \\(algorithm=\\?\\)")
                .doesNotContain("SCAN task");
    }

    @Test
    void theUnlabelledAreFoundAmongThemselvesInOrder() throws SQLException {
        assertThat(plan(TaskSql.UNLABELLED, 3))
                .containsPattern("(?s)task_algorithm \\(algorithm=\\?\\).*task_algorithm \\(algorithm=\\?\\)")
                .doesNotContain("SCAN task");
    }

    @Test
    void theClockIsAskedOnceForAStatement() throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        InstantSource clock = () -> Instant.ofEpochMilli(asked.incrementAndGet());
        SqliteFile file = new SqliteFile("jdbc:sqlite:" + directory.resolve("clock.db"), clock);
        try (Connection connection = file.connect(SqliteFile.Use.WRITE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Dialect.SQLITE.spell(
                        "WITH t(x) AS (VALUES (0), (0), (0)) SELECT COUNT(*) FROM t WHERE x < {now}"))) {
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
        assertThat(asked).hasValue(1);
    }

    private String plan(String sql, int arguments) throws SQLException {
        Path file = directory.resolve("tasuki.db");
        Database.open(DatabaseSettings.sqlite(file), new MovableClock()).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement explain =
                        connection.prepareStatement("EXPLAIN QUERY PLAN " + sql.replace("{now}", "0"))) {
            for (int i = 1; i <= arguments; i++) {
                explain.setInt(i, i);
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString("detail")).append('\n');
                }
            }
            return plan.toString();
        }
    }
}
