package dev.tasuki.core.task;

import java.util.List;

/**
 * The request itself is wrong. Its <em>shape</em> (then {@link #fields()} says where, and a message
 * with it is discarded) or its <em>content</em>, seen only when the work is done (no fields; the
 * task ends in TASK_ERROR).
 */
public final class InvalidRequest extends Refusal {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldProblem> fields;

    private InvalidRequest(RefusalCode code, String detail, List<FieldProblem> fields) {
        super(code, detail, null);
        this.fields = List.copyOf(fields);
    }

    /** The shape is wrong in one place. */
    public static InvalidRequest field(FieldProblem problem) {
        return fields(List.of(problem));
    }

    /** The shape is wrong in these places, at least one. */
    public static InvalidRequest fields(List<FieldProblem> problems) {
        return new InvalidRequest(
                RefusalCode.INVALID_REQUEST, problems.getFirst().msg(), problems);
    }

    /** The shape is fine, the content is not. */
    public static InvalidRequest content(RefusalCode code, String detail) {
        return new InvalidRequest(code, detail, List.of());
    }

    /** Where the shape is wrong; empty for wrong content. */
    public List<FieldProblem> fields() {
        return fields;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
