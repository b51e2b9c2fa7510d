package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.fit.CandidateSearch.Candidate;
import dev.tasuki.core.fit.CandidateSearch.Found;
import dev.tasuki.core.request.Scoring;
import dev.tasuki.core.request.Search;
import dev.tasuki.learn.spi.ConfiguredLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The candidates of a search as a table: what {@code GridSearchCV} has in {@code cv_results_}. Not thread-safe. */
final class SearchTable {
    private final Search search;
    private final Scoring scoring;
    private final Found found;
    private final List<ConfiguredLearner<?>> leftOut = new ArrayList<>();

    SearchTable(Search search, Scoring scoring, Found found) {
        this.search = search;
        this.scoring = scoring;
        this.found = found;
    }

    /** One that was not tried, as it would take too much memory. */
    void leftOut(ConfiguredLearner<?> learner) {
        leftOut.add(learner);
    }

    /** The table. @param seconds that the search took */
    ObjectNode json(double seconds) {
        ObjectNode json = Json.object();
        json.put("way", search.way());
        json.put("scoring", scoring.text());
        json.put("folds", search.folds());
        json.put("candidates", found.candidates().size());
        json.put("complete", found.complete());
        if (found.bestAt() < 0) {
            json.putNull("best");
        } else {
            json.put("best", found.bestAt() + 1);
        }
        json.put("seconds", seconds);
        ArrayNode table = json.putArray("table");
        for (int i = 0; i < found.candidates().size(); i++) {
            row(table.addObject(), i);
        }
        for (ConfiguredLearner<?> learner : leftOut) {
            ObjectNode row = table.addObject();
            begin(row, found.candidates().size() + leftOut.indexOf(learner), learner, "too_costly");
            row.putNull("rank");
        }
        return json;
    }

    private void begin(ObjectNode row, int number, ConfiguredLearner<?> learner, String state) {
        row.put("candidate", number + 1);
        row.put("algorithm", learner.learner().name());
        ObjectNode params = row.putObject("params");
        Map<String, @Nullable Object> all = learner.byName();
        search.searched().stream().sorted().forEach(name -> params.set(name, plain(all.get(name))));
        row.put("state", state);
    }

    private static JsonNode plain(@Nullable Object value) {
        return value == null ? Json.object().nullNode() : Json.tree(value);
    }

    private void row(ObjectNode row, int number) {
        Candidate candidate = found.candidates().get(number);
        OptionalDouble mean = CandidateSearch.mean(candidate, search.folds());
        boolean all = candidate.scores().length == search.folds();
        boolean failed = candidate.error().isPresent();
        begin(row, number, candidate.learner(), failed ? "failed" : all ? "measured" : "incomplete");
        if (mean.isPresent()) {
            row.put("rank", rank(mean.getAsDouble()));
            row.put("mean", mean.getAsDouble());
            row.put("std", FoldTable.deviation(candidate.scores(), mean.getAsDouble()));
        } else {
            row.putNull("rank");
            row.putNull("mean");
            row.putNull("std");
        }
        ArrayNode scores = row.putArray("scores");
        if (all && !failed) {
            for (double score : candidate.scores()) {
                if (Double.isFinite(score)) {
                    scores.add(score);
                } else {
                    scores.addNull();
                }
            }
        }
        row.put("fit_seconds", candidate.seconds());
        candidate.error().ifPresent(error -> row.put("error", error));
    }

    /** One more than there are with a better mean: equals share a rank. */
    private int rank(double mean) {
        int better = 0;
        for (Candidate other : found.candidates()) {
            OptionalDouble its = CandidateSearch.mean(other, search.folds());
            boolean ahead = its.isPresent()
                    && (scoring.greaterIsBetter() ? its.getAsDouble() > mean : its.getAsDouble() < mean);
            better += ahead ? 1 : 0;
        }
        return better + 1;
    }
}
