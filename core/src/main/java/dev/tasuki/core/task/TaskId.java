package dev.tasuki.core.task;

import java.util.Locale;

/**
 * Names one task. For a training it equals the model's id. Ours are lower-case UUIDs. A foreign producer may
 * write what it likes; it gets its own spelling back, but no two tasks differ by case only.
 *
 * @param value 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with . or -
 */
public record TaskId(String value) {
    /** Throws {@link InvalidRequest} naming the field {@code task_id} if the value is not allowed. */
    public TaskId {
        Name.check("task_id", value);
    }

    /** The same for every spelling that differs by case only. */
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
