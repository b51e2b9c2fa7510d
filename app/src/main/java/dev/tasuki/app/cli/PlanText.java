package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what would be trained. */
final class PlanText {
    private final Screen screen;

    PlanText(Screen screen) {
        this.screen = screen;
    }

    /** Prints the plan, for people or as JSON, and the exit code. */
    int show(JsonNode plan, boolean json, CommandContext context) {
        if (json) {
            screen.json(plan);
            return Exit.OK;
        }
        JsonNode split = plan.path("split");
        JsonNode memory = plan.path("memory_bytes");
        JsonNode seconds = plan.path("seconds");
        screen.line("would train  " + plan.path("algorithm").asText() + " on dataset "
                + plan.path("dataset_id").asText() + ", " + plan.path("rows").asText() + " rows and "
                + plan.path("columns").asText() + " columns");
        screen.line("features     " + features(plan.path("features")));
        for (JsonNode column : plan.path("preprocess")) {
            screen.line("column       " + column.path("name").asText() + ": "
                    + column.path("words").asText());
        }
        screen.line("target       " + plan.path("target").asText());
        screen.line("params       " + params(plan.path("params")));
        screen.line("split        " + split.path("train_rows").asText() + " rows to learn from, "
                + split.path("test_rows").asText() + " held out");
        JsonNode search = plan.path("search");
        if (search.isObject()) {
            screen.line("search       " + search.path("candidates").asText() + " candidates on "
                    + search.path("folds").asText() + " folds of the rows to learn from");
        }
        screen.line(
                "memory       at most about " + megabytes(memory.path("high").asDouble()));
        screen.line("time         about " + seconds.path("estimate").asText() + " s, roughly between "
                + seconds.path("low").asText() + " and " + seconds.path("high").asText() + " s");
        Warnings.print(plan, context);
        return Exit.OK;
    }

    private static String features(JsonNode features) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(20, features.size()); i++) {
            names.add(features.get(i).asText());
        }
        String more = features.size() > names.size() ? " and " + (features.size() - names.size()) + " more" : "";
        return String.join(", ", names) + more;
    }

    private static String params(JsonNode params) {
        List<String> pairs = new ArrayList<>();
        params.properties()
                .forEach(pair -> pairs.add(pair.getKey() + "=" + pair.getValue().asText()));
        return String.join(" ", pairs);
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / (1 << 20));
    }
}
