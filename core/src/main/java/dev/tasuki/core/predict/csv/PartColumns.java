package dev.tasuki.core.predict.csv;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.request.AnswerParts;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.RefusalCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of what was asked for beside predictions: {@code prediction_low} and {@code prediction_high};
 * {@code explanation_base} and a {@code contribution_} of each feature, of a classifier for each class whose sum is
 * explained. Of one part's answer. Immutable.
 */
final class PartColumns {
    private final JsonNode interval;
    private final JsonNode explanation;

    private PartColumns(JsonNode interval, JsonNode explanation) {
        this.interval = interval;
        this.explanation = explanation;
    }

    /** Throws {@link Corrupt} if the answer lacks what was asked for, of each of its rows. */
    static PartColumns of(AnswerParts asked, JsonNode answer, int rows) {
        PartColumns columns = new PartColumns(answer.path("interval"), answer.path("explanation"));
        boolean bounds = asked.interval().isEmpty()
                || columns.interval.path("low").size() == rows
                        && columns.interval.path("high").size() == rows;
        boolean contributions = !asked.explain()
                || columns.explanation.path("contributions").size() == rows && columns.explanation.has("steps");
        if (!bounds || !contributions) {
            throw new Corrupt(
                    RefusalCode.INTERNAL,
                    "the consumer answered without the %s that was asked for; is it of an older version?"
                            .formatted(bounds ? "explanation" : "interval"));
        }
        return columns;
    }

    /** What explaining a row takes. Only for answers with an explanation. */
    ExplainedRow explained() {
        return ExplainedRow.of(explanation);
    }

    /** The names of the columns of {@link #bounds}. */
    List<String> boundNames() {
        return interval.isMissingNode() ? List.of() : List.of("prediction_low", "prediction_high");
    }

    /** Between what the true number lies; empty cells for a row without a prediction. */
    List<String> bounds(int row) {
        return interval.isMissingNode()
                ? List.of()
                : List.of(
                        text(interval.path("low").path(row)),
                        text(interval.path("high").path(row)));
    }

    /** The names of the columns of {@link #contributions}. */
    List<String> contributionNames() {
        List<String> names = new ArrayList<>();
        for (int sum = 0; sum < sums(); sum++) {
            String of = explanation.has("of") ? explanation.path("of").path(sum).asText() : "";
            names.add("explanation_base" + (of.isEmpty() ? "" : "_" + of));
            for (JsonNode feature : explanation.path("features")) {
                names.add("contribution_" + (of.isEmpty() ? "" : of + "_") + feature.asText());
            }
        }
        return names;
    }

    /** What each feature adds, behind what it is added to; empty cells for a row without a prediction. */
    List<String> contributions(int row) {
        List<String> cells = new ArrayList<>();
        JsonNode told = explanation.path("contributions").path(row);
        JsonNode base = explanation.path("base");
        for (int sum = 0; sum < sums(); sum++) {
            cells.add(told.isNull() ? "" : text(base.isArray() ? base.path(sum) : base));
            for (int feature = 0; feature < explanation.path("features").size(); feature++) {
                cells.add(text((base.isArray() ? told.path(sum) : told).path(feature)));
            }
        }
        return cells;
    }

    private int sums() {
        return explanation.isMissingNode()
                ? 0
                : Math.max(1, explanation.path("base").size());
    }

    private static String text(JsonNode number) {
        return number.isNull() ? "" : number.asText();
    }
}
