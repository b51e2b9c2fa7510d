package dev.tasuki.server.events;

import dev.tasuki.core.task.Change;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import dev.tasuki.core.task.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is about.
 *
 * @param kinds what was named, in its order
 * @param tasks single tasks
 */
public record Interest(Set<Kind> kinds, Set<TaskId> tasks) {
    private static final String TASK = "task:";

    /** What can be named. */
    public enum Kind {
        TASKS("tasks"),
        MODELS("models"),
        DATASETS("datasets"),
        QUEUES("queues");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Reads names parted by commas; tasks if there are none. Throws {@link InvalidRequest} for what is not known. */
    public static Interest parse(@Nullable String text) {
        Set<Kind> kinds = new LinkedHashSet<>();
        Set<TaskId> tasks = new LinkedHashSet<>();
        String[] names = (text == null ? Kind.TASKS.text : text).split(",", -1);
        if (names.length > Limits.EVENT_INTERESTS.value()) {
            throw wrong("at most " + Limits.EVENT_INTERESTS.text() + " may be named, not " + names.length, "");
        }
        for (String name : names) {
            if (name.startsWith(TASK)) {
                tasks.add(task(name));
            } else {
                kinds.add(kind(name));
            }
        }
        return new Interest(kinds, tasks);
    }

    private static TaskId task(String name) {
        try {
            return new TaskId(name.substring(TASK.length()));
        } catch (InvalidRequest noId) {
            throw wrong("task: must be followed by a task's id", name);
        }
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.text.equals(name)) {
                return kind;
            }
        }
        List<String> known = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            known.add("'" + kind.text + "'");
        }
        throw wrong("Input should be " + String.join(", ", known) + " or 'task:' and a task's id", name);
    }

    private static InvalidRequest wrong(String why, String value) {
        return InvalidRequest.field(new FieldProblem("enum", List.of("query", "topics"), why, Shown.of(value)));
    }

    /** True if the change is part of it. */
    boolean has(Change change) {
        if (tasks.stream()
                .anyMatch(id -> id.value().equalsIgnoreCase(change.task().value()))) {
            return true;
        }
        return change.kind() == Change.Kind.DELETED ? kinds.contains(Kind.MODELS) : kinds.contains(Kind.TASKS);
    }
}
