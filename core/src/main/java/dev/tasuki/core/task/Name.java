package dev.tasuki.core.task;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for names that come from outside (dataset_id, model_id, task id): 1 to 128 characters,
 * letters, digits, {@code . _ -}, not beginning with a dot or a dash. Such a name is safe as one
 * segment of a path, an object key, a URL and a log line, on every system we know of.
 */
final class Name {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final int SHOWN = 60;

    private Name() {}

    /** Returns {@code value}; throws {@link InvalidRequest} that shows at most 60 characters of it. */
    static String check(String field, @Nullable String value) {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw InvalidRequest.field(new FieldProblem(
                    "string_pattern_mismatch",
                    List.of("body", field),
                    field + " must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not begin with . or -",
                    value == null ? null : shown(value)));
        }
        return value;
    }

    static String shown(String value) {
        String head = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        StringBuilder clean = new StringBuilder(head.length());
        head.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return clean.toString();
    }
}
