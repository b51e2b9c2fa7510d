package dev.tasuki.server.view;

import dev.tasuki.core.task.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FastAPI's answer to a request whose shape is wrong.
 *
 * @param detail each thing that is wrong
 */
@Schema(
        name = "HTTPValidationError",
        description = "The request does not fit; every wrong field is listed",
        example = Examples.FIELD_PROBLEMS)
public record FieldProblems(List<Entry> detail) {
    public static FieldProblems of(List<FieldProblem> problems) {
        return new FieldProblems(problems.stream()
                .map(p -> new Entry(p.type(), p.loc(), p.msg(), p.input()))
                .toList());
    }

    /**
     * One thing that is wrong.
     *
     * @param type machine-readable kind
     * @param loc where: body, path or query, then field names and list positions
     * @param msg what is allowed
     * @param input the value seen
     */
    @Schema(name = "ValidationError")
    public record Entry(
            @Schema(example = "missing") String type,
            @Schema(example = "[\"body\", \"features\"]") List<Object> loc,
            @Schema(example = "Field required") String msg,

            @Schema(implementation = Object.class, nullable = true, description = "The value seen, shortened if long")
            @Nullable
            Object input) {}
}
