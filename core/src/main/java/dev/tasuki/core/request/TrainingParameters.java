package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.ForestParametersBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A forest's parameters as the client gave them, by scikit-learn's names. A name left out means the
 * published default for {@code max_depth} (3), {@code n_estimators} (100) and {@code random_state}
 * (42), and scikit-learn's for every other; {@code "max_depth": null} is unlimited.
 *
 * @param given numbers, strings, booleans and nulls
 */
public record TrainingParameters(Map<String, @Nullable Object> given) {
    /** Nothing given: the published parameters. */
    public static final TrainingParameters PUBLISHED = new TrainingParameters(Map.of());

    private static final int MAX_DEPTH = 3;
    private static final int TREES = 100;
    private static final long SEED = 42;
    /** More trees than anyone needs, few enough that a slip of the finger does not occupy a consumer for days. */
    private static final int MOST_TREES = Limits.TREES.intValue();

    private static final Set<String> NAMES =
            ForestParameters.classifier().build().byName().keySet();
    /** scikit-learn's, but not ours: the forest says why. */
    private static final Set<String> UNSUPPORTED = Set.of("n_jobs", "verbose", "warm_start", "ccp_alpha");

    public TrainingParameters {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /** All parameters there are. */
    public static Set<String> names() {
        return NAMES;
    }

    /**
     * Reads {@code params} and notes every problem: each value by itself first, then all together.
     *
     * @param algorithm null if it will be inferred: then what either algorithm takes is fine
     * @param features how many there are
     */
    static TrainingParameters read(Fields fields, @Nullable Algorithm algorithm, int features) {
        Map<String, JsonNode> members = fields.optionalObject("params");
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        members.forEach((name, node) -> given.put(name, plain(node)));
        List<Algorithm> possible = algorithm == null ? List.of(Algorithm.values()) : List.of(algorithm);
        boolean fine = true;
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            String name = member.getKey();
            if (!NAMES.contains(name) && !UNSUPPORTED.contains(name)) {
                fine = false;
                fields.problem("unknown_parameter", unknown(fields, name), member.getValue(), "params", name);
                continue;
            }
            Map<String, @Nullable Object> alone = new LinkedHashMap<>();
            alone.put(name, given.get(name));
            ParameterProblem problem = firstProblem(alone, possible, features);
            if (problem != null) {
                fine = false;
                fields.problem(problem.type(), problem.msg(), member.getValue(), "params", name);
            }
        }
        ParameterProblem together = fine ? firstProblem(given, possible, features) : null;
        if (together != null) {
            fields.problem(together.type(), together.msg(), members.get(together.name()), "params", together.name());
        }
        return new TrainingParameters(given);
    }

    /**
     * Refuses a body's names that are a forest's parameters, or nearly: at the top they would do nothing.
     * Answers those that it refused.
     */
    static Set<String> atTheTop(Fields fields, Collection<String> names) {
        Set<String> refused = new HashSet<>();
        for (String name : names) {
            String parameter = NAMES.contains(name) || UNSUPPORTED.contains(name)
                    ? name
                    : Closest.to(name, TrainRequest.NAMES).isPresent()
                            ? null
                            : fields.meant(name, NAMES).orElse(null);
            if (parameter != null) {
                refused.add(name);
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted; did you mean params." + parameter
                                + "? A forest's parameters stand in params",
                        fields.optional(name),
                        name);
            }
        }
        return refused;
    }

    /** The parameters to grow with. Throws {@link ParameterException}. */
    public ForestParameters resolve(Algorithm algorithm) {
        ForestParametersBuilder builder = ForestParameters.of(forest(algorithm))
                .maxDepth(MAX_DEPTH)
                .nEstimators(TREES)
                .randomState(SEED);
        given.forEach(builder::set);
        return builder.build();
    }

    static dev.tasuki.learn.forest.Algorithm forest(Algorithm algorithm) {
        return switch (algorithm) {
            case REGRESSOR -> dev.tasuki.learn.forest.Algorithm.REGRESSOR;
            case CLASSIFIER -> dev.tasuki.learn.forest.Algorithm.CLASSIFIER;
        };
    }

    private record ParameterProblem(String name, String type, String msg) {}

    /** Null if one of the algorithms takes them; else what the first one says. */
    private static @Nullable ParameterProblem firstProblem(
            Map<String, @Nullable Object> params, List<Algorithm> possible, int features) {
        List<ParameterException> refused = new ArrayList<>();
        for (Algorithm algorithm : possible) {
            try {
                check(new TrainingParameters(params).resolve(algorithm), features);
                return null;
            } catch (ParameterException wrong) {
                refused.add(wrong);
            }
        }
        ParameterException first = refused.getFirst();
        return new ParameterProblem(first.parameterName(), "value_error", String.valueOf(first.getMessage()));
    }

    private static void check(ForestParameters resolved, int features) {
        if (resolved.nEstimators() > MOST_TREES) {
            throw new ParameterException(
                    "n_estimators", Integer.toString(resolved.nEstimators()), "an integer from 1 to " + MOST_TREES);
        }
        if (features > 0) {
            resolved.maxFeatures().among(features);
        }
    }

    private static String unknown(Fields fields, String name) {
        String meant =
                fields.meant(name, NAMES).map(n -> "did you mean " + n + "? ").orElse("");
        return "there is no parameter " + Echo.shortened(name) + "; " + meant + "The parameters are "
                + String.join(", ", NAMES);
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case ARRAY, OBJECT -> Echo.text(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
