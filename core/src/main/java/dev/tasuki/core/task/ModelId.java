package dev.tasuki.core.task;

/**
 * Names a model: what a training makes and a prediction asks for.
 *
 * @param value 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with . or -
 */
public record ModelId(String value) {
    /** Throws {@link InvalidRequest} naming the field {@code model_id} if the value is not allowed. */
    public ModelId {
        Name.check("model_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
