package dev.tasuki.core.use;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.use.Comparison.Compared;
import dev.tasuki.core.use.Comparison.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was requested of models, and what became of what was left out, by the names that requests have for it. */
final class ComparedSettings {
    private ComparedSettings() {}

    /**
     * Only what is not the same in all. A parameter that an algorithm has and another has not says little, unless it
     * was requested.
     */
    static List<Difference> differing(List<Compared> models) {
        List<Map<String, JsonNode>> settings =
                models.stream().map(ComparedSettings::of).toList();
        Set<String> requested = new LinkedHashSet<>();
        models.forEach(model -> request(model).path("params").fieldNames().forEachRemaining(requested::add));
        Set<String> all = new LinkedHashSet<>();
        settings.forEach(one -> all.addAll(one.keySet()));
        List<Difference> differing = new ArrayList<>();
        for (String name : all) {
            List<@Nullable JsonNode> values = new ArrayList<>();
            settings.forEach(one -> values.add(value(one.get(name))));
            boolean told = requested.contains(name) || settings.stream().allMatch(one -> one.containsKey(name));
            if (told && values.stream().anyMatch(value -> !Objects.equals(value, values.getFirst()))) {
                differing.add(new Difference(name, values));
            }
        }
        return differing;
    }

    private static Map<String, JsonNode> of(Compared model) {
        JsonNode report = Comparisons.report(model);
        JsonNode request = request(model);
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        settings.put("algorithm", report.path("algorithm"));
        settings.put("target", report.path("target"));
        settings.put("dataset", dataset(report.path("dataset")));
        settings.put("features", features(report.path("features")));
        settings.put("preprocess", request.path("preprocess"));
        settings.put("test_size", report.at("/split/test_size"));
        settings.put("split_random_state", report.at("/split/random_state"));
        settings.put("stratify", report.at("/split/stratify"));
        settings.put("cv", report.at("/cv/folds"));
        settings.put("search", request.path("search"));
        report.path("params").properties().forEach(param -> settings.putIfAbsent(param.getKey(), param.getValue()));
        return settings;
    }

    private static JsonNode request(Compared model) {
        return Json.stored(model.model().row().spec().payload());
    }

    private static JsonNode dataset(JsonNode dataset) {
        ObjectNode told = Json.object();
        List.of("id", "rows", "sha256").forEach(name -> told.set(name, dataset.get(name)));
        return told;
    }

    private static JsonNode features(JsonNode features) {
        ArrayNode names = Json.object().arrayNode();
        features.forEach(feature -> names.add(feature.path("name")));
        return names;
    }

    private static @Nullable JsonNode value(@Nullable JsonNode value) {
        return value == null || value.isMissingNode() || value.isNull() ? null : value;
    }
}
