package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What {@code tasuki predict} prints of an answer's interval and explanation. */
record ExplanationText(JsonNode message, boolean many) {
    /** What stands behind the number of a row; empty without an interval. */
    String interval(int row) {
        JsonNode interval = message.path("interval");
        if (interval.isMissingNode()) {
            return "";
        }
        return "  from " + Cells.text(of(interval.path("low"), row)) + " to "
                + Cells.text(of(interval.path("high"), row)) + " with "
                + interval.path("level").asText();
    }

    /** The lines below a row: its base, then the columns, those that add or take most first; none without explanation. */
    List<String> lines(int row) {
        JsonNode explanation = message.path("explanation");
        JsonNode contributions = of(explanation.path("contributions"), row);
        if (!contributions.isArray()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        JsonNode base = explanation.path("base");
        JsonNode classes = explanation.path("of");
        if (classes.isArray()) {
            int shown = shown(classes, of(message.path("prediction"), row));
            String scale = explanation.path("scale").asText().replace('_', ' ');
            lines.add("  %s of %s".formatted(scale, classes.get(shown).asText()));
            base = base.path(shown);
            contributions = contributions.path(shown);
        }
        lines.add(line(base, "base"));
        JsonNode numbers = contributions;
        JsonNode features = explanation.path("features");
        IntStream.range(0, numbers.size())
                .boxed()
                .sorted(Comparator.comparingDouble(f -> -Math.abs(numbers.get(f).asDouble())))
                .map(f -> line(numbers.get(f), features.path(f).asText()))
                .forEach(lines::add);
        return lines;
    }

    /** The predicted class, if its sum is explained; else the only one. */
    private static int shown(JsonNode classes, JsonNode predicted) {
        for (int k = 0; k < classes.size(); k++) {
            if (classes.get(k).equals(predicted)) {
                return k;
            }
        }
        return 0;
    }

    private JsonNode of(JsonNode values, int row) {
        return many ? values.path(row) : values;
    }

    private static String line(JsonNode number, String what) {
        return String.format(Locale.ROOT, "  %+12.6g  %s", number.asDouble(), what);
    }
}
