package dev.tasuki.server.route;

import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Shown;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads {@code explain} and {@code interval} where a body is a file; both wrong ones are refused together. */
final class PartsQuery {
    private PartsQuery() {}

    /** What the request asks for beside predictions. Throws {@link InvalidRequest}. */
    static AnswerParts of(HttpRequest<?> request) {
        List<FieldProblem> problems = new ArrayList<>(0);
        boolean explain = flag(Query.value(request, AnswerParts.EXPLAIN), problems);
        OptionalDouble interval = level(Query.value(request, AnswerParts.INTERVAL), problems);
        if (!problems.isEmpty()) {
            throw InvalidRequest.fields(problems);
        }
        return AnswerParts.of(explain, interval);
    }

    private static boolean flag(@Nullable String text, List<FieldProblem> problems) {
        return switch (text == null ? "false" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> {
                problems.add(problem("bool_parsing", AnswerParts.EXPLAIN, "Input should be true or false", text));
                yield false;
            }
        };
    }

    private static OptionalDouble level(@Nullable String text, List<FieldProblem> problems) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            double level = Double.parseDouble(text.strip());
            if (AnswerParts.isLevel(level)) {
                return OptionalDouble.of(level);
            }
            problems.add(problem("value_error", AnswerParts.INTERVAL, AnswerParts.LEVELS, text));
        } catch (NumberFormatException noNumber) {
            problems.add(problem("float_parsing", AnswerParts.INTERVAL, "Input should be a valid number", text));
        }
        return OptionalDouble.empty();
    }

    private static FieldProblem problem(String type, String name, String words, @Nullable String text) {
        return new FieldProblem(type, List.of("query", name), words, Shown.of(String.valueOf(text)));
    }
}
