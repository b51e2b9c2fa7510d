package dev.tasuki.core.task;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name that models share, one after another: the {@code name} of their trainings, where that has the form of an id.
 * Names that differ by case only are one name, as ids are.
 *
 * @param value 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with . or -
 */
public record ModelName(String value) {
    /** Throws {@link InvalidRequest} naming the field {@code name} if the value is not allowed. */
    public ModelName {
        Name.check("name", value);
    }

    /** The name that a training's label is; empty for a label that is none, such as one with a space. */
    public static Optional<ModelName> of(@Nullable String label) {
        return label != null && Name.allowed(label) ? Optional.of(new ModelName(label)) : Optional.empty();
    }

    /** The same for all spellings of the name. */
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
