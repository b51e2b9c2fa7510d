package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a model has to beat: a prediction that looks at no feature, learned from the same rows and measured on the
 * same held-out rows.
 *
 * @param scores of its predictions
 */
record Baseline(ConfiguredLearner<?> learner, Scores scores) {
    /** The baseline of numbers. */
    static Baseline of(Examples examples, Target.Numbers train, double[] actual) {
        ConfiguredLearner<?> learner = learner(Kind.NUMBERS);
        Fitted.Numbers fitted = (Fitted.Numbers) learner.fit(examples.train(), train, FitContext.alone());
        double[] predicted = new double[actual.length];
        Arrays.fill(predicted, fitted.predict(firstRow(examples), () -> false)[0]);
        return new Baseline(learner, new NumberScores(actual, predicted));
    }

    /** The baseline of the classes that a model was measured on. */
    static Baseline of(Examples examples, Target.Classes train, ClassScores measured) {
        ConfiguredLearner<?> learner = learner(Kind.CLASSES);
        Fitted.Classes fitted = (Fitted.Classes) learner.fit(examples.train(), train, FitContext.alone());
        double[][] probabilities = new double[measured.actual().length][];
        // One array for all: every row has the same.
        Arrays.fill(probabilities, fitted.predictProbabilities(firstRow(examples), () -> false)[0]);
        return new Baseline(learner, measured.taking(probabilities));
    }

    private static Rows firstRow(Examples examples) {
        return examples.test().select(new int[] {0});
    }

    private static ConfiguredLearner<?> learner(Kind kind) {
        return ConfiguredLearner.of(Learners.baseline(kind), Map.of());
    }

    ObjectNode node(BooleanSupplier cancelled) {
        ObjectNode node = Json.object();
        node.put("algorithm", learner.learner().name());
        node.set("parameters", Json.tree(learner.byName()));
        node.set("metrics", scores.metrics(cancelled));
        return node;
    }
}
