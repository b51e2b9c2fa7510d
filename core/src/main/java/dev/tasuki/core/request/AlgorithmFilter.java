package dev.tasuki.core.request;

import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.registry.AddedLearners;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The algorithms that a list is filtered by: a parameter of a query. */
public final class AlgorithmFilter {
    /** The parameter. */
    public static final String NAME = AlgorithmField.NAME;

    private static final int MOST = Limits.ALGORITHMS_LISTED.intValue();

    private AlgorithmFilter() {}

    /**
     * Reads one or more names, parted by commas. Of plug-ins and of programs of others any name will do, since another
     * process may have them. Throws {@link InvalidRequest} with each that is none.
     */
    public static Set<String> read(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            names.add(word.strip());
        }
        if (names.size() > MOST) {
            throw InvalidRequest.field(problem(
                    "too_long", "Input should be at most " + MOST + " algorithms, and not " + names.size(), text));
        }
        List<FieldProblem> problems = new ArrayList<>();
        for (String name : names) {
            if (!known(name)) {
                boolean suggest = problems.size() < Limits.SUGGESTED_NAMES.intValue();
                String meant = suggest ? Closest.hint(name, AlgorithmField.names()) : "";
                problems.add(problem("literal_error", AlgorithmField.expected() + meant, name));
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
        return names;
    }

    private static boolean known(String name) {
        return AlgorithmField.names().contains(name)
                || AddedLearners.NAME.matcher(name).matches()
                || TrainerName.fits(name);
    }

    private static FieldProblem problem(String type, String msg, String input) {
        return new FieldProblem(type, List.of("query", NAME), msg, Shown.of(input));
    }
}
