package dev.tasuki.core.task;

import java.util.ArrayList;
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

    /** The shape is wrong in these places, at least one; beyond a number of them the rest is counted. */
    public static InvalidRequest fields(List<FieldProblem> problems) {
        return fields(problems, 0);
    }

    /** The same, and {@code more} further problems that are not listed. */
    public static InvalidRequest fields(List<FieldProblem> problems, long more) {
        int most = Limits.PROBLEMS_SHOWN.intValue();
        List<FieldProblem> shown = new ArrayList<>(problems.subList(0, Math.min(most, problems.size())));
        long left = problems.size() - shown.size() + more;
        if (left > 0) {
            String words = left == 1 ? "and 1 more problem" : "and %,d more problems".formatted(left);
            shown.add(new FieldProblem("more_problems", List.of("body"), words, null));
        }
        return new InvalidRequest(
                RefusalCode.INVALID_REQUEST, problems.getFirst().msg(), shown);
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
