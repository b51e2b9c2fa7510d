package dev.tasuki.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule for names that come from outside (dataset_id, model_id, task id): 1 to 128 characters,
 * letters, digits, {@code . _ -}, not beginning with a dot or a dash. Such a name is safe as one
 * segment of a path, an object key, a URL and a log line, on every system we know of.
 */
final class Name {
    private static final int LONGEST = 128;

    private Name() {}

    /** Returns {@code value}; throws {@link InvalidRequest} that shows at most 60 characters of it. */
    static String check(String field, @Nullable String value) {
        if (value == null || !allowed(value)) {
            throw InvalidRequest.field(new FieldProblem(
                    "string_pattern_mismatch",
                    List.of("body", field),
                    field + " must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not begin with . or -",
                    value == null ? null : Shown.of(value)));
        }
        return value;
    }

    /** By hand: every prediction has two names, which are read on either side of the broker. */
    static boolean allowed(String value) {
        int length = value.length();
        if (length == 0 || length > LONGEST || !begins(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = value.charAt(i);
            if (!begins(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
