package dev.tasuki.server.route;

import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.ModelRef;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the models that are to be compared. */
final class ComparedRefs {
    private static final String NAME = "refs";
    private static final int LEAST = 2;
    private static final int MOST = Limits.COMPARED_MODELS.intValue();

    private ComparedRefs() {}

    /** Throws {@link InvalidRequest} that names each that is none, or how many there are. */
    static List<ModelRef> of(@Nullable String text) {
        if (text == null) {
            throw InvalidRequest.field(
                    problem("missing", "Field required: two to five models, parted by commas", null));
        }
        String[] parts = text.split(",", -1);
        if (parts.length < LEAST || parts.length > MOST) {
            throw InvalidRequest.field(problem(
                    parts.length < LEAST ? "too_short" : "too_long",
                    "Input should be " + LEAST + " to " + MOST + " models, parted by commas, and not " + parts.length,
                    text));
        }
        List<ModelRef> refs = new ArrayList<>();
        List<FieldProblem> problems = new ArrayList<>();
        for (String part : parts) {
            try {
                refs.add(Query.named("query", NAME, part.strip(), ModelRef::of));
            } catch (InvalidRequest wrong) {
                problems.addAll(wrong.fields());
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
        return refs;
    }

    private static FieldProblem problem(String type, String msg, @Nullable String input) {
        return new FieldProblem(type, List.of("query", NAME), msg, input == null ? null : Shown.of(input));
    }
}
