package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code task} as values. */
final class TaskRows {
    private TaskRows() {}

    /** A row that was selected with its origin. */
    static TaskRow readAll(ResultSet row) throws SQLException {
        TaskRow whole = read(row);
        String protocol = row.getString("origin_protocol");
        return protocol == null ? whole : whole.with(whole.spec().from(new Origin(protocol, row.getString("origin"))));
    }

    static TaskRow read(ResultSet row) throws SQLException {
        TaskState state = TaskState.valueOf(row.getString("state"));
        return new TaskRow(
                new TaskId(row.getString("task_id")),
                row.getLong("seq"),
                row.getLong("version"),
                spec(row),
                state,
                new Lease(
                        row.getLong("epoch"), row.getInt("attempts"), row.getString("owner"), time(row, "lease_until")),
                row.getInt("cancel_requested") != 0,
                row.getInt("finish_requested") != 0,
                state.terminal() && row.getString("answer_owed_to") != null,
                new Progress(row.getDouble("progress"), row.getString("stage"), row.getString("progress_text")),
                new Times(
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        time(row, "published_at"),
                        time(row, "started_at"),
                        time(row, "finished_at")),
                outcome(row, state));
    }

    private static TaskSpec spec(ResultSet row) throws SQLException {
        String etag = row.getString("pin_etag");
        return new TaskSpec(
                TaskKind.valueOf(row.getString("kind")),
                row.getString("payload"),
                new DatasetId(row.getString("dataset_id")),
                etag == null ? null : new DatasetPin(etag, row.getLong("pin_size")),
                row.getString("name"),
                Json.list(row.getString("tags")),
                schedule(row),
                null,
                row.getString("algorithm"));
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        long timeout = row.getLong("timeout_ms");
        return new Schedule(
                Instant.ofEpochMilli(row.getLong("run_at")),
                Instant.ofEpochMilli(row.getLong("first_due")),
                time(row, "expires_at"),
                timeout == 0 ? null : Duration.ofMillis(timeout),
                row.getInt("priority"),
                row.getInt("turn"));
    }

    private static @Nullable Outcome outcome(ResultSet row, TaskState state) throws SQLException {
        return switch (state) {
            case TASK_RECEIVED, TASK_STARTED -> null;
            case TASK_COMPLETED ->
                new Outcome.Completed(
                        new Artifact(
                                row.getString("model_key"), row.getString("model_sha256"), row.getLong("model_size")),
                        row.getString("metrics"));
            case TASK_ERROR ->
                new Outcome.Failed(RefusalCode.of(row.getString("error_code")), row.getString("error_detail"));
            case TASK_CANCELLED -> new Outcome.Cancelled();
        };
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
