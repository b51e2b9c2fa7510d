package dev.tasuki.adapters.sql;

import dev.tasuki.core.port.QueueHistory;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.task.QueueSample.Step;
import dev.tasuki.core.task.RefusalCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of queues as rows. */
public final class SqlQueueHistory implements QueueHistory {
    private static final int TOGETHER = 1_000;

    private static final String COLUMNS = "queue, step, at, waiting, oldest, done, failed,"
            + " wait_p50, wait_p95, wait_p99, run_p50, run_p95, run_p99, counted_to";
    private static final String REMOVE = "DELETE FROM queue_sample WHERE queue = ? AND step = ? AND at = ?";
    private static final String INSERT =
            "INSERT INTO queue_sample (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String NEWEST =
            "SELECT " + COLUMNS + " FROM queue_sample WHERE queue = ? AND step = ? ORDER BY at DESC LIMIT 1";
    private static final String LIST = "SELECT " + COLUMNS
            + " FROM queue_sample WHERE queue = ? AND step = ? AND at >= ? AND at < ? ORDER BY at LIMIT " + MOST;
    /** Where to cut, so that one statement removes no more than are to go together. */
    private static final String CUT =
            "SELECT at FROM queue_sample WHERE step = ? AND at < ? ORDER BY at LIMIT 1 OFFSET " + TOGETHER;

    private static final String PRUNE = "DELETE FROM queue_sample WHERE step = ? AND at < ?";

    private final Database database;

    /** A history in tables that {@link Database#open} has made; it does not close the database. */
    public SqlQueueHistory(Database database) {
        this.database = database;
    }

    @Override
    public void put(List<QueueSample> samples) {
        try {
            database.write(session -> {
                for (QueueSample sample : samples) {
                    put(session, sample);
                }
                return samples.size();
            });
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private static void put(Session session, QueueSample sample) throws SQLException {
        String step = sample.step().name();
        long at = sample.at().toEpochMilli();
        session.update(REMOVE, sample.queue(), step, at);
        Quantiles wait = sample.flow().waits();
        Quantiles run = sample.flow().runs();
        session.update(
                INSERT,
                sample.queue(),
                step,
                at,
                sample.level().waiting(),
                millis(sample.level().oldest()),
                sample.flow().done(),
                sample.flow().failed(),
                wait == null ? null : micros(wait.p50()),
                wait == null ? null : micros(wait.p95()),
                wait == null ? null : micros(wait.p99()),
                run == null ? null : micros(run.p50()),
                run == null ? null : micros(run.p95()),
                run == null ? null : micros(run.p99()),
                sample.upTo());
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    @Override
    public Optional<QueueSample> newest(String queue, Step step) {
        return read(session -> session.first(NEWEST, SqlQueueHistory::sample, queue, step.name()));
    }

    @Override
    public List<QueueSample> list(String queue, Step step, Instant from, Instant until) {
        return read(session -> session.query(
                LIST, SqlQueueHistory::sample, queue, step.name(), from.toEpochMilli(), until.toEpochMilli()));
    }

    private static QueueSample sample(ResultSet row) throws SQLException {
        return new QueueSample(
                row.getString("queue"),
                Step.valueOf(row.getString("step")),
                Instant.ofEpochMilli(row.getLong("at")),
                new Level(row.getLong("waiting"), time(row, "oldest", ChronoUnit.MILLIS)),
                new Flow(row.getLong("done"), row.getLong("failed"), quantiles(row, "wait"), quantiles(row, "run")),
                row.getLong("counted_to"));
    }

    private static @Nullable Quantiles quantiles(ResultSet row, String of) throws SQLException {
        Duration half = time(row, of + "_p50", ChronoUnit.MICROS);
        Duration most = time(row, of + "_p95", ChronoUnit.MICROS);
        Duration nearlyAll = time(row, of + "_p99", ChronoUnit.MICROS);
        return half == null || most == null || nearlyAll == null ? null : new Quantiles(half, most, nearlyAll);
    }

    private static @Nullable Duration time(ResultSet row, String column, ChronoUnit unit) throws SQLException {
        long count = row.getLong(column);
        return row.wasNull() ? null : Duration.of(count, unit);
    }

    /** Samples of several queues begin together; those that begin at the cut stay for the next time. */
    @Override
    public int prune(Step step, Instant before) {
        try {
            return database.write(session -> {
                Optional<Long> cut = session.first(CUT, row -> row.getLong(1), step.name(), before.toEpochMilli());
                return session.update(PRUNE, step.name(), cut.orElse(before.toEpochMilli()));
            });
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }

    private <T> T read(Unit<T> unit) {
        try {
            return database.read(unit);
        } catch (SQLException e) {
            throw Faults.refusal(RefusalCode.RESULTS_UNAVAILABLE, e);
        }
    }
}
