package dev.tasuki.faults.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.faults.history.Event;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Rows in a database, by plain SQL, and messages there or with RabbitMQ, by its own tool. */
final class StoredSqlRows implements StoredRows {
    private static final String QUEUE = "queue.model.train";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final @Nullable RabbitServer rabbit;

    StoredSqlRows(String url, @Nullable RabbitServer rabbit) {
        this.url = url;
        this.rabbit = rabbit;
    }

    /** How to read a row. */
    private interface Reading<T> {
        T read(ResultSet row) throws SQLException, IOException;
    }

    private <T> List<T> query(String sql, Reading<T> reading) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (row.next()) {
                all.add(reading.read(row));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long count(String sql) {
        return query(sql, row -> row.getLong(1)).getFirst();
    }

    @Override
    public List<Event.Row> all(long at) {
        return query(
                "SELECT task_id, tags, state, epoch, attempts, model_key, model_sha256, idempotency_key, error_code"
                        + " FROM task ORDER BY seq",
                row -> new Event.Row(
                        at,
                        row.getString(1),
                        TrainingRequests.tag(
                                row.getString(1),
                                JSON.readTree(row.getString(2)).path(0).asText()),
                        row.getString(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9)));
    }

    @Override
    public long unfinished() {
        return count("SELECT COUNT(*) FROM task WHERE state IN ('TASK_RECEIVED', 'TASK_STARTED')");
    }

    @Override
    public long completed() {
        return count("SELECT COUNT(*) FROM task WHERE state = 'TASK_COMPLETED'");
    }

    @Override
    public long published() {
        return count("SELECT COUNT(*) FROM task WHERE state = 'TASK_RECEIVED' AND published_at IS NOT NULL");
    }

    @Override
    public void awaitTaken(long count) {
        Awaitility.await().atMost(Duration.ofMinutes(4)).until(() -> {
            long taken = inQueue("messages_unacknowledged");
            return count == 0 ? taken == 0 : taken >= count;
        });
    }

    @Override
    public long messages() {
        if (rabbit == null) {
            return count("SELECT COUNT(*) FROM message WHERE queue = '" + QUEUE + "' AND dead_at IS NULL");
        }
        return inQueue("messages");
    }

    private long inQueue(String what) {
        try {
            return Objects.requireNonNull(rabbit)
                    .control("list_queues", "name", what)
                    .lines()
                    .map(line -> line.split("\\s+"))
                    .filter(columns -> columns[0].equals(QUEUE))
                    .mapToLong(columns -> Long.parseLong(columns[1]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
