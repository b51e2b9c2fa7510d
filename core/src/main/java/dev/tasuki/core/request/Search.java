package dev.tasuki.core.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.learn.ParameterException;
import dev.tasuki.learn.registry.Portfolio;
import dev.tasuki.learn.selection.Choice;
import dev.tasuki.learn.selection.ParameterGrid;
import dev.tasuki.learn.selection.ParameterSampler;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is tried before the model is learned: candidates, each of which is fitted and measured on folds of the training
 * rows. The model is then learned with the best of them.
 *
 * @param among which candidates
 * @param folds on which each is measured
 * @param scoring by which they are compared; null: the usual one
 * @param maxSeconds after which none begins any more; infinite: all are tried
 */
public record Search(Among among, int folds, @Nullable Scoring scoring, double maxSeconds) {
    /** Folds, where a request names no number. */
    public static final int FOLDS = 5;
    /** Combinations drawn, where a request names no number: as many as scikit-learn draws. */
    public static final int ITERATIONS = 10;
    /** Seconds of a search for the best algorithm, where a request names none. */
    public static final double AUTO_SECONDS = 60;

    /** Which candidates there are. */
    public sealed interface Among permits Grid, Random, Auto {}

    /** Every combination of these values of the algorithm's parameters. */
    public record Grid(Map<String, List<@Nullable Object>> values) implements Among {}

    /**
     * Combinations drawn by chance.
     *
     * @param choices by the parameters' names
     * @param iterations how many; of lists no more than there are
     * @param randomState the seed
     */
    public record Random(Map<String, Choice> choices, int iterations, long randomState) implements Among {}

    /** Algorithms that are unlike each other. */
    public record Auto() implements Among {}

    /** Whether the algorithm is what is searched for. */
    public boolean auto() {
        return among instanceof Auto;
    }

    /** The names of the parameters in which candidates differ; empty where the algorithm is searched for. */
    public Set<String> searched() {
        return switch (among) {
            case Grid grid -> grid.values().keySet();
            case Random random -> random.choices().keySet();
            case Auto none -> Set.of();
        };
    }

    /** The word for how candidates are found. */
    public String way() {
        return switch (among) {
            case Grid of -> "grid";
            case Random of -> "random";
            case Auto of -> "auto";
        };
    }

    /** By what models of this kind are compared. Throws {@link ParameterException} if they cannot be. */
    public Scoring scoring(Kind kind) {
        Scoring named = scoring;
        if (named == null) {
            return kind == Kind.NUMBERS ? Scoring.R2 : auto() ? Scoring.LOG_LOSS : Scoring.ACCURACY;
        }
        if (named.kind() != kind) {
            throw new ParameterException(
                    "search.scoring", named.text(), "one of " + String.join(", ", Scoring.names(kind)));
        }
        return named;
    }

    /**
     * The candidates, in the order in which they are tried; at least one.
     *
     * @param base parameters that all of them have
     * @param learner whose parameters they are; where the algorithm is searched for its kind alone counts
     */
    public List<ConfiguredLearner<?>> candidates(TrainingParameters base, Learner<?> learner) {
        if (auto()) {
            return Portfolio.of(learner.kind());
        }
        List<ConfiguredLearner<?>> candidates = new ArrayList<>();
        combinations(base).forEach(params -> candidates.add(params.resolve(learner)));
        return candidates;
    }

    /** The parameters of each candidate; none where the algorithm is searched for. */
    List<TrainingParameters> combinations(TrainingParameters base) {
        List<TrainingParameters> all = new ArrayList<>();
        switch (among) {
            case Auto none -> {}
            case Grid one -> {
                ParameterGrid grid = new ParameterGrid(one.values());
                for (long number = 0; number < grid.size(); number++) {
                    all.add(with(base, grid.at(number)));
                }
            }
            case Random random -> {
                for (Map<String, @Nullable Object> one :
                        ParameterSampler.draw(random.choices(), random.iterations(), random.randomState())) {
                    all.add(with(base, one));
                }
            }
        }
        return all;
    }

    private static TrainingParameters with(TrainingParameters base, Map<String, @Nullable Object> chosen) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(base.given());
        all.putAll(chosen);
        return new TrainingParameters(all);
    }

    /** As a message has it; nothing if the request need not say it. */
    public void fill(ObjectNode json) {
        ObjectNode node = Json.object();
        switch (among) {
            case Auto none -> {}
            case Grid grid -> node.set("grid", Json.tree(grid.values()));
            case Random some -> {
                ObjectNode random = node.putObject("random");
                some.choices().forEach((name, choice) -> random.set(name, Json.tree(plain(choice))));
                node.put(SearchField.N_ITER, some.iterations());
                node.put(SearchField.RANDOM_STATE, some.randomState());
            }
        }
        if (folds != FOLDS) {
            node.put(SearchField.CV, folds);
        }
        if (scoring != null) {
            node.put(SearchField.SCORING, scoring.text());
        }
        if (maxSeconds != usualSeconds(auto())) {
            node.put(SearchField.MAX_SECONDS, maxSeconds);
        }
        if (!node.isEmpty()) {
            json.set(SearchField.NAME, node);
        }
    }

    static double usualSeconds(boolean auto) {
        return auto ? AUTO_SECONDS : Double.POSITIVE_INFINITY;
    }

    private static Object plain(Choice choice) {
        return switch (choice) {
            case Choice.OneOf list -> list.values();
            case Choice.Uniform in -> Map.of(SearchField.UNIFORM, List.of(in.low(), in.high()));
            case Choice.LogUniform in -> Map.of(SearchField.LOG_UNIFORM, List.of(in.low(), in.high()));
            case Choice.Integers in -> Map.of(SearchField.INTEGERS, List.of(in.low(), in.high()));
        };
    }
}
