package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What was tried before a model was learned as a table of text, by rank; the one that was taken says so. */
final class SearchText {
    /** More are in the answer of the server. */
    private static final int MOST = 20;

    private SearchText() {}

    /** Nothing if there was no search. */
    static void print(Screen screen, JsonNode search) {
        if (!search.path("table").isArray()) {
            return;
        }
        String scoring = search.path("scoring").asText().toUpperCase(Locale.ROOT);
        List<JsonNode> candidates = new ArrayList<>();
        search.path("table").forEach(candidates::add);
        JsonNode taken = search.path("table").path(search.path("best").asInt(0) - 1);
        candidates.sort(Comparator.comparingInt(SearchText::rank));
        screen.line("");
        screen.table(
                List.of("RANK", "CANDIDATE", scoring, "STD", "SECONDS", "STATE"),
                candidates.stream()
                        .limit(MOST)
                        .map(candidate -> row(candidate, candidate == taken))
                        .toList(),
                "");
        if (candidates.size() > MOST) {
            screen.line("and %d more".formatted(candidates.size() - MOST));
        }
        if (!search.path("complete").asBoolean(true)) {
            screen.line("the search ended before all were measured");
        }
    }

    private static int rank(JsonNode candidate) {
        return candidate.path("rank").asInt(Integer.MAX_VALUE);
    }

    private static List<String> row(JsonNode candidate, boolean taken) {
        return List.of(
                Cells.text(candidate.path("rank")),
                name(candidate),
                Cells.number(candidate.path("mean")),
                Cells.number(candidate.path("std")),
                Cells.number(candidate.path("fit_seconds")),
                taken ? "taken" : Cells.text(candidate.path("state")));
    }

    /** By what it differs from the others. */
    private static String name(JsonNode candidate) {
        List<String> params = new ArrayList<>();
        candidate
                .path("params")
                .properties()
                .forEach(param ->
                        params.add(param.getKey() + "=" + param.getValue().asText()));
        return params.isEmpty() ? Cells.text(candidate.path("algorithm")) : String.join(" ", params);
    }
}
