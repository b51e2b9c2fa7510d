package dev.tasuki.core.request;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of an alias.
 *
 * @param version the version that it is to have, at least 1
 * @param expected the version that it must have now, 0 for none; null: whichever
 * @param by who wants it; null if not said
 */
public record AliasRequest(
        long version, @Nullable Long expected, @Nullable String by) {
    /** No version has a greater number. */
    public static final int GREATEST = 999_999_999;

    private static final String EXPECTED = "expected";
    private static final List<String> NAMES = List.of("version", EXPECTED, "by");

    /** Reads a body. Throws {@link InvalidRequest} with all that is wrong with it; another member is wrong, too. */
    public static AliasRequest parse(byte[] json) {
        Fields fields = new Fields(Json.parse(json));
        // First, as a misspelt name may be what the body lacks.
        fields.refusing(() -> fields.others(NAMES).warnings(NAMES, true));
        long version = fields.optionalCount("version", 0, GREATEST);
        if (version == 0) {
            fields.problem(
                    "missing", "Field required: the number of a version of the name, at least 1", null, "version");
        }
        Long expected = fields.optional(EXPECTED) == null ? null : fields.optionalCount(EXPECTED, 0, GREATEST);
        String by = fields.optionalString("by");
        fields.refusing(() -> checkBy("body", by));
        fields.check();
        return new AliasRequest(version, expected, by);
    }

    /** Throws {@link InvalidRequest} if it is too long to be kept. */
    public static void checkBy(String place, @Nullable String by) {
        int most = Limits.ALIAS_BY.intValue();
        if (by != null && by.codePointCount(0, by.length()) > most) {
            throw InvalidRequest.field(new FieldProblem(
                    "string_too_long", List.of(place, "by"), "String should have at most " + most + " characters", by));
        }
    }
}
