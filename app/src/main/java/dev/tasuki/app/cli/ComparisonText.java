package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Models side by side as text.
 *
 * @param called what the reader called them, in the answer's order
 * @param comparison as the server answers it
 */
record ComparisonText(List<String> called, JsonNode comparison) {
    void print(Screen screen) {
        screen.table(List.of("MODEL", "ID", "VERSION", "ALGORITHM", "FIT"), models(), "");
        screen.line("");
        screen.table(heads("METRIC", "DUMMY", "BETTER"), figures(), "no figure of any");
        screen.line("");
        screen.line(judgement());
        screen.line("");
        screen.table(heads("SETTING"), differences(), "no setting differs");
    }

    private List<List<String>> models() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode model : comparison.path("models")) {
            rows.add(List.of(
                    called.get(rows.size()),
                    Cells.text(model.path("model_id")),
                    version(model),
                    Cells.text(model.path("algorithm")),
                    Cells.seconds(model.path("fit_seconds"))));
        }
        return rows;
    }

    private static String version(JsonNode model) {
        if (!model.hasNonNull("version")) {
            return Cells.text(model.path("name"));
        }
        String aliases = model.path("aliases").isEmpty() ? "" : " (" + Cells.words(model.path("aliases")) + ")";
        return Cells.text(model.path("name")) + "@" + model.path("version").asText() + aliases;
    }

    private List<String> heads(String first, String... last) {
        List<String> heads = new ArrayList<>();
        heads.add(first);
        heads.addAll(called);
        heads.addAll(List.of(last));
        return heads;
    }

    private List<List<String>> figures() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode figure : comparison.path("metrics")) {
            List<String> row = new ArrayList<>();
            row.add(Cells.text(figure.path("name")));
            figure.path("values").forEach(value -> row.add(Cells.number(value)));
            row.add(Cells.number(figure.path("dummy")));
            row.add(Cells.text(figure.path("better")));
            rows.add(row);
        }
        return rows;
    }

    private List<List<String>> differences() {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode difference : comparison.path("differs")) {
            List<String> row = new ArrayList<>();
            row.add(Cells.text(difference.path("setting")));
            difference.path("values").forEach(value -> row.add(setting(value)));
            rows.add(row);
        }
        return rows;
    }

    private static String setting(JsonNode value) {
        return value.isNull() ? "none" : value.isValueNode() ? value.asText() : value.toString();
    }

    /** Who leads; or why nobody does. */
    String judgement() {
        if (!comparison.path("same_rows").asBoolean()) {
            return "They were not measured on the same rows, so none is called better.";
        }
        String metric = Cells.text(comparison.path("judged_by"));
        if (metric.isEmpty()) {
            return "There is no metric that all of them have, so none is called better.";
        }
        JsonNode lead = comparison.path("lead");
        if (lead.isNull()) {
            return "The best are equal by " + metric + ".";
        }
        return "%s leads %s by %s of %s%s."
                .formatted(
                        called.get(lead.path("model").asInt()),
                        called.get(lead.path("over").asInt()),
                        Cells.number(lead.path("by")),
                        metric,
                        onFolds(lead));
    }

    private static String onFolds(JsonNode lead) {
        int folds = lead.path("folds").asInt();
        int better = lead.path("better_on").asInt();
        if (folds == 0) {
            return "; no folds tell whether that is chance";
        }
        return better == folds
                ? ", and is better on each of %d folds".formatted(folds)
                : ", but is better on %d of %d folds only: it may be chance".formatted(better, folds);
    }
}
