package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Closest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Steps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An algorithm's parameters as the client gave them, by scikit-learn's names. A name left out means the published
 * default of the algorithm's {@link dev.tasuki.learn.schema.Schema}: of a random forest {@code max_depth} 3,
 * {@code n_estimators} 100 and {@code random_state} 42, and scikit-learn's for every other;
 * {@code "max_depth": null} is unlimited.
 *
 * @param given numbers, strings, booleans and nulls
 */
public record TrainingParameters(Map<String, @Nullable Object> given) {
    /** Nothing given: the published parameters. */
    public static final TrainingParameters PUBLISHED = new TrainingParameters(Map.of());

    /** More trees than anyone needs, few enough that a slip of the finger does not occupy a consumer for days. */
    private static final int MOST_TREES = Limits.TREES.intValue();

    private static final Set<String> NAMES = Algorithms.namesOfParameters();

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
    static TrainingParameters read(Fields fields, @Nullable Learner<?> algorithm, int features) {
        Map<String, JsonNode> members = fields.optionalObject("params");
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        members.forEach((name, node) -> given.put(name, plain(node)));
        List<Learner<?>> possible = algorithm == null ? Learners.USUAL : List.of(algorithm);
        boolean fine = true;
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            String name = member.getKey();
            if (possible.stream().noneMatch(learner -> learner.parameters().knows(name))) {
                fine = false;
                fields.problem("unknown_parameter", unknown(fields, name, possible), member.getValue(), "params", name);
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
     * Refuses a body's names that are an algorithm's parameters, or nearly: at the top they would do nothing.
     * Answers those that it refused.
     */
    static Set<String> atTheTop(Fields fields, Collection<String> names) {
        Set<String> refused = new HashSet<>();
        for (String name : names) {
            if (SearchField.ALONE.contains(name)) {
                refused.add(name);
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted; did you mean search." + name + "?",
                        fields.optional(name),
                        name);
                continue;
            }
            String parameter = known(name)
                    ? name
                    : Closest.to(name, TrainRequest.NAMES).isPresent()
                            ? null
                            : fields.meant(name, NAMES).orElse(null);
            if (parameter != null) {
                refused.add(name);
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted; did you mean params." + parameter
                                + "? An algorithm's parameters stand in params",
                        fields.optional(name),
                        name);
            }
        }
        return refused;
    }

    /** The algorithm with its parameters. Throws {@link ParameterException}. */
    public ConfiguredLearner<?> resolve(Learner<?> algorithm) {
        return ConfiguredLearner.published(algorithm, given);
    }

    /** Whether any algorithm has a word to say about a name. */
    private static boolean known(String name) {
        return Learners.ALL.stream().anyMatch(learner -> learner.parameters().knows(name));
    }

    /** A parameter with what is wrong with it. */
    record ParameterProblem(String name, String type, String msg) {}

    /** Null if one of the algorithms takes them; else what the first one says. */
    static @Nullable ParameterProblem firstProblem(
            Map<String, @Nullable Object> params, List<Learner<?>> possible, int features) {
        List<ParameterException> refused = new ArrayList<>();
        for (Learner<?> algorithm : possible) {
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

    private static void check(ConfiguredLearner<?> resolved, int features) {
        Steps steps = resolved.steps();
        if (steps.count() > MOST_TREES && !steps.parameter().isEmpty()) {
            throw new ParameterException(
                    steps.parameter(), Integer.toString(steps.count()), "an integer from 1 to " + MOST_TREES);
        }
        if (features > 0) {
            resolved.requireFeatures(features);
        }
    }

    /** Says of a name that none of these algorithms has such a parameter. */
    static String unknown(Fields fields, String name, List<Learner<?>> possible) {
        Set<String> names = names(possible);
        List<String> having = Learners.ALL.stream()
                .filter(learner -> learner.parameters().knows(name))
                .map(Learner::name)
                .toList();
        String others = having.isEmpty() ? "" : "it is one of " + String.join(" and ", having) + ". ";
        String meant = having.isEmpty()
                ? fields.meant(name, NAMES).map(n -> "did you mean " + n + "? ").orElse("")
                : "";
        String of = possible.size() == 1 ? possible.getFirst().name() + " has" : "there is";
        return of + " no parameter " + ShownValue.shortened(name) + "; " + others + meant + "The parameters are "
                + String.join(", ", names);
    }

    /** The names of these algorithms' parameters. */
    private static Set<String> names(List<Learner<?>> possible) {
        Set<String> names = new LinkedHashSet<>();
        for (Learner<?> learner : possible.reversed()) {
            names.addAll(learner.parameters().names());
        }
        return names;
    }

    /** A value as it is kept; lists and objects, which no parameter takes, as their text. */
    static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case ARRAY, OBJECT -> ShownValue.text(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
