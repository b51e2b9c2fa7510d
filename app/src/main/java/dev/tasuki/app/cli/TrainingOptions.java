package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.request.Algorithms;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to train: the options that train and ct share. */
final class TrainingOptions {
    private static final NameValueArguments PARAMS = new NameValueArguments("--param ", "NAME=VALUE", "max_depth=5");

    @Option(names = "--dataset", required = true, paramLabel = "ID", description = "The dataset to learn from")
    private String dataset = "";

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to predict; required, except for an algorithm that finds anomalies")
    private String target = "";

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN",
            description = "The columns to learn from, joined by commas (all but the target)")
    private List<String> features = List.of();

    @Option(
            names = {"-f", "--feature"},
            paramLabel = "COLUMN",
            description = "A column to learn from, commas and all; may be repeated")
    private List<String> feature = List.of();

    @Option(
            names = "--algorithm",
            completionCandidates = Choices.Algorithms.class,
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}, the best of several (a random forest, by the target's type)")
    private @Nullable String algorithm;

    @Option(
            names = {"-p", "--param"},
            completionCandidates = Choices.Parameters.class,
            paramLabel = "NAME=VALUE",
            description = "A parameter by scikit-learn's name, e.g. -p max_depth=5; may be repeated")
    private List<String> params = List.of();

    @Option(
            names = "--preprocess",
            paramLabel = "HOW",
            description = "How columns become numbers: auto (the default), none (complete numbers alone), words as in"
                    + " missing=median,categories=one_hot, or the object of the API as JSON")
    private @Nullable String preprocess;

    @Option(names = "--test-size", paramLabel = "SHARE", description = "Share of rows held out to evaluate (0.2)")
    private @Nullable Double testSize;

    @Option(names = "--split-random-state", paramLabel = "SEED", description = "Seed of the split (42)")
    private @Nullable Long splitRandomState;

    @Option(names = "--stratify", description = "The split keeps the proportions of the target's classes")
    private boolean stratify;

    @Option(
            names = "--cv",
            paramLabel = "FOLDS",
            description =
                    "Also fit and measure the learner on this many folds, 2 to 20, as cross_val_score does (none)")
    private @Nullable Integer folds;

    @Option(
            names = "--search",
            paramLabel = "WHAT",
            description =
                    "Try values of a parameter on folds and take the best, as in max_depth=3,5,None; repeat it for"
                            + " more parameters, and for cv, scoring, max_seconds and, to draw some combinations only, n_iter."
                            + " Or the object of the API as JSON")
    private List<String> search = List.of();

    @Option(
            names = "--permutation-importance",
            paramLabel = "REPEATS",
            description = "Shuffle each feature so often to measure by how much the score falls (0)")
    private @Nullable Integer permutationImportance;

    String dataset() {
        return dataset;
    }

    String target() {
        return target;
    }

    /** Whether the algorithm is one that has no target. */
    boolean findsAnomalies() {
        return algorithm != null && Algorithms.ofAnomalies().contains(algorithm);
    }

    /** Whether columns with text or without some values can be learned from. */
    boolean prepared() {
        return !"none".equals(preprocess);
    }

    /** The body of a request; the dataset's columns are requested only if no features were named. */
    ObjectNode body(Supplier<List<String>> columns) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("dataset_id", dataset);
        List<String> named = Stream.concat(features.stream(), feature.stream()).toList();
        List<String> chosen = named.isEmpty()
                ? columns.get().stream().filter(name -> !name.equals(target)).toList()
                : named;
        chosen.forEach(body.putArray("features")::add);
        if (!target.isEmpty()) {
            body.put("target", target);
        }
        if (algorithm != null) {
            body.put("algorithm", algorithm);
        }
        if (!params.isEmpty()) {
            body.set("params", PARAMS.object(params));
        }
        if (preprocess != null) {
            body.set("preprocess", PreprocessArgument.json(preprocess));
        }
        if (testSize != null) {
            body.put("test_size", testSize);
        }
        if (splitRandomState != null) {
            body.put("split_random_state", splitRandomState);
        }
        if (stratify) {
            body.put("stratify", true);
        }
        if (folds != null) {
            body.put("cv", folds);
        }
        if (!search.isEmpty()) {
            body.set("search", SearchArgument.json(search));
        }
        if (permutationImportance != null) {
            body.put("permutation_importance", permutationImportance);
        }
        return body;
    }
}
