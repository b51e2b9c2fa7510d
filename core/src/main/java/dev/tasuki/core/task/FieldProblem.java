package dev.tasuki.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with one field of a request, in the shape FastAPI's clients know.
 *
 * @param type machine-readable kind in pydantic's words, e.g. {@code missing}, {@code string_type}
 * @param loc where: {@code body}, then field names (String) and list positions (Integer)
 * @param msg one sentence for a person: what is allowed
 * @param input the value seen, shortened if long; null when there is none to show
 */
public record FieldProblem(
        String type, List<Object> loc, String msg, @Nullable Object input) {
    public FieldProblem {
        loc = List.copyOf(loc);
    }
}
