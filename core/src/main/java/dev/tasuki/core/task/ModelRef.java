package dev.tasuki.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say where a model is meant: an id, a name, {@code name@3} or {@code name@champion}.
 *
 * @param base an id or a name
 * @param version the number behind the {@code @}; 0 if there is none
 * @param alias the word behind the {@code @}; null if there is none
 */
public record ModelRef(String base, long version, @Nullable ModelAlias alias) {
    /** No version has more digits. */
    private static final int DIGITS = 9;

    /** An id, or a name alone. */
    public ModelRef(ModelId id) {
        this(id.value(), 0, null);
    }

    /** Throws {@link InvalidRequest} naming the field {@code model_id} if the text is none of the four. */
    public static ModelRef of(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new ModelRef(new ModelId(text));
        }
        String base = text.substring(0, at);
        String behind = text.substring(at + 1);
        if (!Name.allowed(base)) {
            throw wrong(
                    "before the @ of model_id must stand a name: 1 to 128 characters of A-Z a-z 0-9 . _ - and not"
                            + " beginning with . or -",
                    text);
        }
        if (number(behind)) {
            return new ModelRef(base, Long.parseLong(behind), null);
        }
        if (ModelAlias.allowed(behind)) {
            return new ModelRef(base, 0, new ModelAlias(behind));
        }
        throw wrong("behind the @ of model_id must stand a version, such as 3, or an alias: " + ModelAlias.RULE, text);
    }

    private static boolean number(String text) {
        return !text.isEmpty()
                && text.length() <= DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static InvalidRequest wrong(String message, String text) {
        return InvalidRequest.field(
                new FieldProblem("string_pattern_mismatch", List.of("body", "model_id"), message, Shown.of(text)));
    }

    /** True if it says no more than an id or a name. */
    public boolean bare() {
        return version == 0 && alias == null;
    }

    /** The name that it must be about, if it is about one. */
    public ModelName name() {
        return new ModelName(base);
    }

    /** As it was said. */
    @Override
    public String toString() {
        return bare() ? base : base + "@" + (alias == null ? Long.toString(version) : alias.value());
    }
}
