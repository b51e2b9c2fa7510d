package dev.tasuki.core.task;

/**
 * Names one task. For a training it equals the model's id.
 *
 * @param value 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with . or -
 */
public record TaskId(String value) {
    /** Throws {@link InvalidRequest} naming the field {@code task_id} if the value is not allowed. */
    public TaskId {
        Name.check("task_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
