package dev.tasuki.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.core.task.Artifact;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Task rows as the fields of a hash: an absent field is null, times are in milliseconds. */
final class TaskFields {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    /** All that a list shows without payloads, in the order in which the script answers the values. */
    static final List<String> BRIEF = List.of(
            "id",
            "seq",
            "version",
            "kind",
            "dataset",
            "pin_etag",
            "pin_size",
            "name",
            "tags",
            "state",
            "run_at",
            "first_due",
            "expires_at",
            "timeout",
            "priority",
            "turn",
            "epoch",
            "attempts",
            "owner",
            "lease_until",
            "cancel",
            "finish",
            "owed",
            "progress",
            "stage",
            "text",
            "created",
            "published",
            "started",
            "finished",
            "model_key",
            "sha",
            "size",
            "metrics",
            "code",
            "detail",
            "algorithm");

    private TaskFields() {}

    /** What a task asks for, as names and values; a time of 0 becomes the server's. */
    static List<Object> of(TaskSpec spec, Instant firstDue) {
        List<Object> fields = new ArrayList<>(List.of(
                "kind",
                spec.kind().name(),
                "payload",
                spec.payload(),
                "dataset",
                spec.dataset().value(),
                "tags",
                json(spec.tags()),
                "priority",
                spec.schedule().priority(),
                "run_at",
                start(spec.runAt()),
                "first_due",
                start(firstDue)));
        DatasetPin pin = spec.pin();
        if (pin != null) {
            fields.addAll(List.of("pin_etag", pin.etag(), "pin_size", pin.size()));
        }
        String name = spec.name();
        if (name != null) {
            fields.addAll(List.of("name", name));
        }
        String algorithm = spec.algorithm();
        if (algorithm != null) {
            fields.addAll(List.of("algorithm", algorithm));
        }
        Duration timeout = spec.schedule().timeout();
        if (timeout != null) {
            fields.addAll(List.of("timeout", timeout.toMillis()));
        }
        Instant expires = spec.schedule().expires();
        if (expires != null) {
            fields.addAll(List.of("expires_at", expires.toEpochMilli()));
        }
        return fields;
    }

    /** Where a task comes from, and that it is to be told there. */
    static List<Object> of(Origin origin) {
        return List.of("protocol", origin.protocol(), "owed", origin.protocol(), "origin", origin.text());
    }

    private static long start(Instant time) {
        return time.equals(Schedule.AT_ONCE) ? 0 : time.toEpochMilli();
    }

    /** The caps as the script reads them; empty if no group is limited. */
    static String caps(Caps caps) {
        return caps.none() ? "" : json(Map.of("d", cap(caps.datasets()), "t", cap(caps.tags())));
    }

    private static Map<String, Object> cap(Caps.Cap cap) {
        Map<String, Object> map = new HashMap<>();
        map.put("named", cap.named());
        cap.others().ifPresent(most -> map.put("others", most));
        return map;
    }

    /**
     * The row of a task that was just accepted: the server says only what it has given it.
     *
     * @param now when that was, in milliseconds
     */
    static TaskRow created(NewTask task, long seq, long version, long now) {
        Instant time = Instant.ofEpochMilli(now);
        Schedule asked = task.spec().schedule();
        Schedule schedule = new Schedule(
                asked.runAt().equals(Schedule.AT_ONCE) ? time : asked.runAt(),
                asked.firstDue().equals(Schedule.AT_ONCE) ? time : asked.firstDue(),
                asked.expires(),
                asked.timeout(),
                asked.priority(),
                0);
        return new TaskRow(
                task.id(),
                seq,
                version,
                task.spec().scheduled(schedule),
                TaskState.TASK_RECEIVED,
                new Lease(0, 0, null, null),
                false,
                false,
                false,
                Progress.NONE,
                new Times(time, null, null, null),
                null);
    }

    static TaskRow row(Map<String, byte[]> fields) {
        TaskState state = TaskState.valueOf(text(fields, "state"));
        return new TaskRow(
                new TaskId(text(fields, "id")),
                number(fields, "seq"),
                number(fields, "version"),
                spec(fields),
                state,
                new Lease(
                        number(fields, "epoch"),
                        (int) number(fields, "attempts"),
                        maybe(fields, "owner"),
                        time(fields, "lease_until")),
                text(fields, "cancel").equals("1"),
                "1".equals(maybe(fields, "finish")),
                state.terminal() && fields.containsKey("owed"),
                new Progress(Double.parseDouble(text(fields, "progress")), text(fields, "stage"), text(fields, "text")),
                new Times(
                        Instant.ofEpochMilli(number(fields, "created")),
                        time(fields, "published"),
                        time(fields, "started"),
                        time(fields, "finished")),
                outcome(fields, state));
    }

    private static TaskSpec spec(Map<String, byte[]> fields) {
        String etag = maybe(fields, "pin_etag");
        String timeout = maybe(fields, "timeout");
        return new TaskSpec(
                TaskKind.valueOf(text(fields, "kind")),
                maybe(fields, "payload"),
                new DatasetId(text(fields, "dataset")),
                etag == null ? null : new DatasetPin(etag, number(fields, "pin_size")),
                maybe(fields, "name"),
                list(text(fields, "tags")),
                new Schedule(
                        Instant.ofEpochMilli(number(fields, "run_at")),
                        Instant.ofEpochMilli(number(fields, "first_due")),
                        time(fields, "expires_at"),
                        timeout == null ? null : Duration.ofMillis(Long.parseLong(timeout)),
                        (int) number(fields, "priority"),
                        (int) number(fields, "turn")),
                origin(fields),
                maybe(fields, "algorithm"));
    }

    /** Null also in a row that was read without it. */
    private static @Nullable Origin origin(Map<String, byte[]> fields) {
        String text = maybe(fields, "origin");
        return text == null ? null : new Origin(text(fields, "protocol"), text);
    }

    private static @Nullable Outcome outcome(Map<String, byte[]> fields, TaskState state) {
        return switch (state) {
            case TASK_RECEIVED, TASK_STARTED -> null;
            case TASK_COMPLETED ->
                new Outcome.Completed(
                        new Artifact(text(fields, "model_key"), text(fields, "sha"), number(fields, "size")),
                        text(fields, "metrics"));
            case TASK_ERROR -> new Outcome.Failed(RefusalCode.of(text(fields, "code")), text(fields, "detail"));
            case TASK_CANCELLED -> new Outcome.Cancelled();
        };
    }

    static String text(Map<String, byte[]> fields, String name) {
        return Objects.requireNonNull(maybe(fields, name), name);
    }

    static @Nullable String maybe(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? null : new String(value, UTF_8);
    }

    static long number(Map<String, byte[]> fields, String name) {
        return Long.parseLong(text(fields, name));
    }

    static @Nullable Instant time(Map<String, byte[]> fields, String name) {
        String text = maybe(fields, name);
        return text == null ? null : Instant.ofEpochMilli(Long.parseLong(text));
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("text and numbers are always JSON", e);
        }
    }

    static List<String> list(String json) {
        if (json.equals("[]")) {
            return List.of();
        }
        try {
            return MAPPER.readValue(json, LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a field that we wrote is no JSON list", e);
        }
    }
}
