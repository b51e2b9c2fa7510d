package dev.tasuki.core.task;

import java.util.List;

/**
 * A word that points to one version of a name, such as {@code champion}.
 *
 * @param value a small letter, then at most 63 small letters, digits and dashes
 */
public record ModelAlias(String value) {
    /** The version that a name alone means, while it is set. */
    public static final ModelAlias CHAMPION = new ModelAlias("champion");

    /** The highest version; computed, so that nobody can set it. */
    public static final ModelAlias LATEST = new ModelAlias("latest");

    /** Says what is allowed. */
    static final String RULE = "a small letter, then at most 63 small letters, digits and dashes";

    private static final int LONGEST = 64;

    /** Throws {@link InvalidRequest} naming the field {@code alias} if the value is not allowed. */
    public ModelAlias {
        if (!allowed(value)) {
            throw InvalidRequest.field(new FieldProblem(
                    "string_pattern_mismatch", List.of("body", "alias"), "alias must be " + RULE, Shown.of(value)));
        }
    }

    static boolean allowed(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST
                && small(value.charAt(0))
                && value.chars().allMatch(c -> small(c) || c >= '0' && c <= '9' || c == '-');
    }

    private static boolean small(int c) {
        return c >= 'a' && c <= 'z';
    }

    @Override
    public String toString() {
        return value;
    }
}
