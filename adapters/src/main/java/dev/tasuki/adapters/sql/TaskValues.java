package dev.tasuki.adapters.sql;

import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes into the columns of a task, in the order of the statements. */
final class TaskValues {
    private TaskValues() {}

    static @Nullable Object[] insertion(NewTask task) {
        TaskSpec spec = task.spec();
        IdempotencyKey key = task.idempotency();
        List<@Nullable Object> values = of(spec, spec.schedule().firstDue());
        values.add(task.id().value());
        values.add(task.id().folded());
        values.add(spec.kind().name());
        values.add(millis(spec.schedule().expires()));
        values.add(key == null ? null : key.key());
        values.add(key == null ? null : key.fingerprint());
        return values.toArray();
    }

    /** What a task asks for, in the order of the columns that an insert and a mending have in common. */
    static List<@Nullable Object> of(TaskSpec spec, Instant firstDue) {
        DatasetPin pin = spec.pin();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(spec.payload());
        values.add(spec.dataset().value());
        values.add(pin == null ? null : pin.etag());
        values.add(pin == null ? null : pin.size());
        values.add(spec.name() == null ? null : storable(spec.name()));
        values.add(Json.write(tags(spec)));
        values.add(millis(spec.schedule().timeout()));
        values.add(spec.schedule().priority());
        values.add(spec.algorithm());
        values.add(millis(start(spec.runAt())));
        values.add(millis(start(firstDue)));
        return values;
    }

    static List<String> tags(TaskSpec spec) {
        return spec.tags().stream().map(TaskValues::storable).toList();
    }

    static void tag(Session session, TaskRow row, TaskSpec spec) throws SQLException {
        List<String> tags = tags(spec);
        for (int i = 0; i < tags.size(); i++) {
            session.update(TaskSql.INSERT_TAG, row.seq(), i, tags.get(i));
        }
    }

    /** Null for the time of the database. */
    static @Nullable Instant start(Instant time) {
        return time.equals(Schedule.AT_ONCE) ? null : time;
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    /** Text from people may hold a NUL, which PostgreSQL's text cannot. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
