package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.numpy.MersenneTwister;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.selection.Choice;
import dev.tasuki.learn.selection.ParameterGrid;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The field {@code search} of a training: what is tried before its model is learned. */
final class SearchField {
    static final String NAME = "search";
    static final String GRID = "grid";
    static final String RANDOM = "random";
    static final String N_ITER = "n_iter";
    static final String RANDOM_STATE = "random_state";
    static final String CV = "cv";
    static final String SCORING = "scoring";
    static final String MAX_SECONDS = "max_seconds";
    static final String UNIFORM = "uniform";
    static final String LOG_UNIFORM = "loguniform";
    static final String INTEGERS = "randint";

    /** Every member of the object. */
    static final List<String> MEMBERS = List.of(GRID, RANDOM, N_ITER, RANDOM_STATE, CV, SCORING, MAX_SECONDS);

    /** Those that are names of nothing else. */
    static final List<String> ALONE = List.of(GRID, RANDOM, N_ITER, SCORING, MAX_SECONDS);

    private static final String DRAWN =
            "Input should be a list of values, or an object such as {\"uniform\": [0.1, 1]},"
                    + " {\"loguniform\": [0.01, 1]} or {\"randint\": [2, 10]}, the first bound included, the second not";
    private static final int MOST = Limits.SEARCH_CANDIDATES.intValue();
    private static final long YEAR = 31_536_000;

    private final Fields fields;
    private final List<Learner<?>> possible;
    private final TrainingParameters base;
    private final int features;

    private SearchField(Fields fields, @Nullable Learner<?> algorithm, TrainingParameters base, int features) {
        this.fields = fields;
        this.possible = algorithm == null ? Learners.USUAL : List.of(algorithm);
        this.base = base;
        this.features = features;
    }

    /** What the request says of its algorithm. */
    record Of(boolean auto, @Nullable Learner<?> algorithm, TrainingParameters params, int features) {}

    /** Reads the field; problems are noted. Null: nothing is searched for. */
    static @Nullable Search read(Fields fields, Of request) {
        JsonNode node = fields.optional(NAME);
        if (request.auto() && !request.params().given().isEmpty()) {
            fields.problem(
                    "extra_forbidden",
                    "Extra inputs are not permitted: algorithm auto sets the parameters itself; name an algorithm to set"
                            + " them, or leave params out",
                    fields.optional("params"),
                    "params");
        }
        if (node == null) {
            return request.auto() ? new Search(new Search.Auto(), Search.FOLDS, null, Search.usualSeconds(true)) : null;
        }
        if (!node.isObject()) {
            fields.problem("dict_type", "Input should be an object with " + String.join(", ", MEMBERS), node, NAME);
            return null;
        }
        return new SearchField(fields.within(NAME, node), request.algorithm(), request.params(), request.features())
                .read(node, request.auto());
    }

    private @Nullable Search read(JsonNode node, boolean auto) {
        refuseOthers(node);
        Search.Among among = auto ? auto(node) : among(node);
        int folds = folds();
        Scoring scoring = scoring();
        double seconds = seconds(auto);
        return among == null ? null : new Search(among, folds, scoring, seconds);
    }

    private void refuseOthers(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            if (!MEMBERS.contains(name)) {
                String meant = TrainingParameters.names().contains(name)
                        ? "; did you mean grid." + name + "?"
                        : fields.meant(name, MEMBERS)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("");
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted; known are " + String.join(", ", MEMBERS) + meant,
                        member.getValue(),
                        name);
            }
        }
    }

    private Search.Among auto(JsonNode node) {
        for (String name : List.of(GRID, RANDOM, N_ITER, RANDOM_STATE)) {
            if (node.hasNonNull(name)) {
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted: algorithm auto tries what it has itself; name an algorithm to"
                                + " search among its parameters",
                        node.get(name),
                        name);
            }
        }
        return new Search.Auto();
    }

    private Search.@Nullable Among among(JsonNode node) {
        JsonNode grid = fields.optional(GRID);
        JsonNode random = fields.optional(RANDOM);
        if ((grid == null) == (random == null)) {
            fields.problem(
                    "missing",
                    "Needs either grid, an object of lists such as {\"max_depth\": [3, 5]}, or random, one of lists and"
                            + " distributions",
                    node);
            return null;
        }
        if (grid == null) {
            int iterations = (int) fields.optionalCount(N_ITER, Search.ITERATIONS, MOST);
            requireAtLeast(1, iterations, N_ITER);
            long seed = fields.optionalCount(RANDOM_STATE, 42, MersenneTwister.MAX_SEED);
            return random(RANDOM, Math.max(1, iterations), seed);
        }
        for (String name : List.of(N_ITER, RANDOM_STATE)) {
            if (node.hasNonNull(name)) {
                fields.problem(
                        "extra_forbidden",
                        "Extra inputs are not permitted: " + name + " belongs to random; a grid has all of its"
                                + " combinations",
                        node.get(name),
                        name);
            }
        }
        return grid();
    }

    private Search.@Nullable Among grid() {
        Map<String, List<@Nullable Object>> lists = new TreeMap<>();
        Map<String, JsonNode> members = members(GRID);
        boolean fine = !members.isEmpty();
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            Choice choice = list(GRID, member.getKey(), member.getValue());
            if (choice instanceof Choice.OneOf some) {
                lists.put(member.getKey(), new ArrayList<>(some.values()));
            } else {
                fine = false;
            }
        }
        if (!fine) {
            return null;
        }
        long size = new ParameterGrid(lists).size();
        if (size > MOST) {
            fields.problem(
                    "too_long",
                    "The grid has " + (size == Long.MAX_VALUE ? "far too many" : "%,d".formatted(size))
                            + " combinations; at most " + MOST + " are tried: use shorter lists, or random with n_iter",
                    fields.optional(GRID),
                    GRID);
            return null;
        }
        return checked(new Search.Grid(lists), GRID);
    }

    private Search.@Nullable Among random(String name, int iterations, long seed) {
        Map<String, Choice> choices = new TreeMap<>();
        Map<String, JsonNode> members = members(name);
        boolean fine = !members.isEmpty();
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            JsonNode node = member.getValue();
            Choice choice =
                    node.isArray() ? list(name, member.getKey(), node) : distribution(name, member.getKey(), node);
            if (choice == null) {
                fine = false;
            } else {
                choices.put(member.getKey(), choice);
            }
        }
        return fine ? checked(new Search.Random(choices, iterations, seed), name) : null;
    }

    /** The members of {@code grid} or {@code random}, if every name is one that the algorithm has. */
    private Map<String, JsonNode> members(String way) {
        Map<String, JsonNode> members = fields.optionalObject(way);
        JsonNode node = fields.optional(way);
        if (members.isEmpty() && node != null && node.isObject()) {
            fields.problem("too_short", "Needs at least one parameter, such as {\"max_depth\": [3, 5]}", node, way);
        }
        Map<String, JsonNode> known = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (possible.stream().noneMatch(learner -> learner.parameters().knows(name))) {
                fields.problem(
                        "unknown_parameter", TrainingParameters.unknown(fields, name, possible), value, way, name);
            } else if (base.given().containsKey(name)) {
                fields.problem(
                        "value_error", name + " stands in params, too; leave it out of one of them", value, way, name);
            } else {
                known.put(name, value);
            }
        });
        return known.size() == members.size() ? known : Map.of();
    }

    /** A list of values, each of which the algorithm takes. */
    private @Nullable Choice list(String way, String name, JsonNode node) {
        int most = Limits.SEARCH_VALUES.intValue();
        if (!node.isArray()) {
            fields.problem("list_type", "Input should be a list of values, such as [3, 5]", node, way, name);
            return null;
        }
        if (node.isEmpty() || node.size() > most) {
            fields.problem(
                    node.isEmpty() ? "too_short" : "too_long",
                    "List should have 1 to " + most + " items, not " + node.size(),
                    node,
                    way,
                    name);
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>();
        boolean fine = true;
        for (int i = 0; i < node.size(); i++) {
            Object value = TrainingParameters.plain(node.get(i));
            values.add(value);
            Map<String, @Nullable Object> alone = new LinkedHashMap<>();
            alone.put(name, value);
            TrainingParameters.ParameterProblem problem = TrainingParameters.firstProblem(alone, possible, features);
            if (problem != null) {
                fine = false;
                fields.problem(problem.type(), problem.msg(), node.get(i), way, name, i);
            }
        }
        return fine ? new Choice.OneOf(values) : null;
    }

    private @Nullable Choice distribution(String way, String name, JsonNode node) {
        Map.Entry<String, JsonNode> only = node.isObject() && node.size() == 1
                ? node.properties().iterator().next()
                : Map.entry("", node);
        Choice choice = Bounds.of(only.getValue())
                .map(bounds -> bounds.choice(only.getKey()))
                .orElse(null);
        if (choice == null) {
            fields.problem("value_error", DRAWN, node, way, name);
        }
        return choice;
    }

    /** Every combination, once each value by itself is one that the algorithm takes. */
    private <T extends Search.Among> @Nullable T checked(T among, String way) {
        List<TrainingParameters> all;
        try {
            all = new Search(among, Search.FOLDS, null, Search.usualSeconds(false)).combinations(base);
        } catch (ParameterException tooMany) {
            fields.problem("too_long", String.valueOf(tooMany.getMessage()), fields.optional(way), way);
            return null;
        }
        List<Map<String, TrainingParameters.ParameterProblem>> refused = new ArrayList<>();
        for (Learner<?> learner : possible) {
            Map<String, TrainingParameters.ParameterProblem> problems = problems(all, learner);
            if (problems.isEmpty()) {
                return among;
            }
            refused.add(problems);
        }
        refused.getFirst()
                .forEach((name, problem) ->
                        fields.problem(problem.type(), problem.msg(), fields.optional(way), way, name));
        return null;
    }

    /** The first of each parameter. */
    private Map<String, TrainingParameters.ParameterProblem> problems(
            List<TrainingParameters> all, Learner<?> learner) {
        Map<String, TrainingParameters.ParameterProblem> problems = new LinkedHashMap<>();
        for (TrainingParameters one : all) {
            TrainingParameters.ParameterProblem problem =
                    TrainingParameters.firstProblem(one.given(), List.of(learner), features);
            if (problem != null) {
                problems.putIfAbsent(problem.name(), problem);
            }
        }
        return problems;
    }

    private int folds() {
        int folds = (int) fields.optionalCount(CV, Search.FOLDS, Limits.CV_FOLDS.value());
        requireAtLeast(2, folds, CV);
        return folds;
    }

    private void requireAtLeast(int least, int value, String name) {
        JsonNode node = fields.optional(name);
        if (node != null && node.isIntegralNumber() && value >= 0 && value < least) {
            fields.problem("greater_than_equal", "Input should be greater than or equal to " + least, node, name);
        }
    }

    private @Nullable Scoring scoring() {
        String text = fields.optionalString(SCORING);
        if (text == null) {
            return null;
        }
        Kind only = possible.size() == 1 ? possible.getFirst().kind() : null;
        List<String> names = Arrays.stream(Scoring.values())
                .filter(one -> only == null || one.kind() == only)
                .map(Scoring::text)
                .toList();
        if (!names.contains(text)) {
            String meant = fields.meant(text, names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            fields.problem(
                    "literal_error",
                    "Input should be one of " + String.join(", ", names) + meant,
                    fields.optional(SCORING),
                    SCORING);
            return null;
        }
        return Scoring.of(text).orElse(null);
    }

    private double seconds(boolean auto) {
        JsonNode node = fields.optional(MAX_SECONDS);
        if (node == null) {
            return Search.usualSeconds(auto);
        }
        double seconds = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!(seconds > 0 && seconds <= YEAR)) {
            fields.problem(
                    "value_error",
                    "Input should be a number of seconds above 0 and up to %,d".formatted(YEAR),
                    node,
                    MAX_SECONDS);
            return Search.usualSeconds(auto);
        }
        return seconds;
    }
}
