package dev.tasuki.core.request;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in a client's body that no request has. The published design ignores them, so they are
 * ignored, and the client is told. What is likely to be a slip is refused: the request would do something
 * else than was meant.
 *
 * @param names the first of them, as many as an answer shows
 * @param more how many others there are
 */
record UnknownFields(List<String> names, int more) {
    /** None. */
    static final UnknownFields NONE = new UnknownFields(List.of(), 0);

    /** What other programs call the parameters of the algorithm. */
    private static final Set<String> PARAMS = Set.of("parameters", "hyperparameters", "hyperparams", "kwargs");

    private static final int MOST = Limits.PROBLEMS_SHOWN.intValue();

    UnknownFields {
        names = List.copyOf(names);
    }

    /**
     * What a client is to be told of them, one sentence each.
     *
     * @param known the names that a request has
     * @param strict true: refuse them all
     * @throws InvalidRequest with each that is near to a known one, or with strict each
     */
    List<String> warnings(Collection<String> known, boolean strict) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<FieldProblem> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (String name : names) {
            String problem = problem(name, known, strict);
            if (problem != null) {
                problems.add(new FieldProblem("extra_forbidden", List.of("body", Shown.of(name)), problem, null));
            } else {
                warnings.add(warning(name, known));
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems, strict ? more : 0);
        }
        if (more > 0) {
            warnings.add("and %,d more names that no request has".formatted(more));
        }
        return warnings;
    }

    /** The others, if these are told of elsewhere. */
    UnknownFields without(Collection<String> told) {
        return told.isEmpty()
                ? this
                : new UnknownFields(
                        names.stream().filter(name -> !told.contains(name)).toList(), more);
    }

    /** Why a name is refused; null: it is not. Only the first few names get a suggestion. */
    private @Nullable String problem(String name, Collection<String> known, boolean strict) {
        boolean suggest = names.indexOf(name) < Limits.SUGGESTED_NAMES.intValue();
        Optional<String> near = suggest ? near(name, known) : Optional.empty();
        if (near.isPresent()) {
            return "Extra inputs are not permitted; did you mean " + near.get() + "?";
        }
        return strict ? "Extra inputs are not permitted; the names here are " + String.join(", ", known) : null;
    }

    private static Optional<String> near(String name, Collection<String> known) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        return PARAMS.contains(plain) && known.contains("params") ? Optional.of("params") : Closest.to(name, known);
    }

    /** A refused request's problems with names that are near to known ones: perhaps what it lacks is among them. */
    List<FieldProblem> slips(Collection<String> known) {
        List<FieldProblem> problems = new ArrayList<>();
        for (String name : names) {
            String problem = problem(name, known, false);
            if (problem != null) {
                problems.add(new FieldProblem("extra_forbidden", List.of("body", Shown.of(name)), problem, null));
            }
        }
        return problems;
    }

    private static String warning(String name, Collection<String> known) {
        return "\"" + Shown.of(name) + "\" was ignored, as no request has it; the names here are "
                + String.join(", ", known);
    }

    /** Gathers them. For one thread. */
    static final class Gathering {
        private final List<String> names = new ArrayList<>();
        private int more;

        void add(String name) {
            if (names.size() < MOST) {
                names.add(name);
            } else {
                more++;
            }
        }

        UnknownFields done() {
            return names.isEmpty() ? NONE : new UnknownFields(names, more);
        }
    }
}
