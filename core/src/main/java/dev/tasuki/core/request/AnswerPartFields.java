package dev.tasuki.core.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.task.FieldProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the members of a predict body that ask for {@link AnswerParts}. For one body. */
final class AnswerPartFields {
    private boolean explain;
    private OptionalDouble interval = OptionalDouble.empty();
    private @Nullable FieldProblem explainProblem;
    private @Nullable FieldProblem intervalProblem;

    /** Reads a member at whose value the parser stands; false, and nothing is read, if it is another. */
    boolean take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case AnswerParts.EXPLAIN -> explain(parser);
            case AnswerParts.INTERVAL -> interval(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void explain(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        explain = value == JsonToken.VALUE_TRUE;
        explainProblem = value.isBoolean()
                ? null
                : problem(AnswerParts.EXPLAIN, "bool_type", "Input should be a valid boolean", parser);
    }

    private void interval(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        interval = OptionalDouble.empty();
        intervalProblem = null;
        if (value.isNumeric()) {
            double level = parser.getDoubleValue();
            if (AnswerParts.isLevel(level)) {
                interval = OptionalDouble.of(level);
            } else {
                intervalProblem = problem(AnswerParts.INTERVAL, "value_error", AnswerParts.LEVELS, parser);
            }
        } else if (value != JsonToken.VALUE_NULL) {
            intervalProblem = problem(AnswerParts.INTERVAL, "float_type", "Input should be a valid number", parser);
        }
    }

    private static FieldProblem problem(String name, String type, String words, JsonParser parser) throws IOException {
        return new FieldProblem(type, List.of("body", name), words, ShownValue.of(parser));
    }

    /** What was wrong with them. */
    List<FieldProblem> problems() {
        List<FieldProblem> problems = new ArrayList<>(0);
        if (explainProblem != null) {
            problems.add(explainProblem);
        }
        if (intervalProblem != null) {
            problems.add(intervalProblem);
        }
        return problems;
    }

    AnswerParts done() {
        return AnswerParts.of(explain, interval);
    }
}
