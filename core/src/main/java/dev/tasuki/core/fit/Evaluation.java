package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.Echo;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.forest.ForestParameters;
import dev.tasuki.learn.forest.RandomForestClassifier;
import dev.tasuki.learn.forest.RandomForestRegressor;
import dev.tasuki.learn.forest.RegressionForest;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.numpy.PairwiseSum;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fitted forest and how it does on the held-out rows.
 *
 * @param metrics numbers by name
 * @param actual the held-out rows' target, in the split's order
 * @param predicted what the forest says of them
 * @param classes a classifier's classes and confusion; null for a regressor
 */
public record Evaluation(
        Forest forest,
        ObjectNode metrics,
        List<Object> actual,
        List<Object> predicted,
        @Nullable Classes classes) {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);
    /** The smallest probability that log loss takes for certain, as scikit-learn does. */
    private static final double EPSILON = Math.ulp(1.0);

    /**
     * The classes of the target.
     *
     * @param labels as they came: strings or numbers
     * @param confusion {@code [true][predicted]}, in the order of the labels
     */
    record Classes(List<Object> labels, int[][] confusion) {}

    /** Fits on the training rows and evaluates on the others. Throws CancellationException when told to stop. */
    static Evaluation ofRegressor(
            Table table, TrainRequest request, Examples examples, ForestParameters parameters, Fitting fitting) {
        double[] target = TargetColumns.numbers(table, request.target());
        double[] train = Examples.select(target, examples.split().train());
        RegressionForest forest =
                RandomForestRegressor.fit(examples.train(), train, parameters, fitting.resuming(request, 1));
        double[] actual = Examples.select(target, examples.split().test());
        double[] predicted = forest.predict(examples.test(), fitting.context().growth()::cancelled);
        ObjectNode metrics = Json.object();
        put(metrics, "rmse", Metrics.rmse(actual, predicted));
        put(metrics, "mae", Metrics.mae(actual, predicted));
        put(metrics, "r2", Metrics.r2(actual, predicted));
        return new Evaluation(forest, metrics, boxed(actual), boxed(predicted), null);
    }

    /** The same for classes. */
    static Evaluation ofClassifier(
            Table table, TrainRequest request, Examples examples, ForestParameters parameters, Fitting fitting) {
        requireClasses(table, request.target());
        ClassTarget target = TargetColumns.classes(table, request.target());
        ClassTarget train = target.select(examples.split().train());
        ClassificationForest forest = RandomForestClassifier.fit(
                examples.train(),
                train,
                parameters,
                fitting.resuming(request, train.labels().size()));
        int[] rows = examples.split().test();
        int[] actual = Arrays.stream(rows).map(target::code).toArray();
        double[][] probabilities =
                forest.predictProbabilities(examples.test(), fitting.context().growth()::cancelled);
        int[] position = positions(forest.labels(), target.labels());
        int[] predicted = Arrays.stream(probabilities)
                .mapToInt(row -> position[ClassificationForest.likeliest(row)])
                .toArray();
        List<Object> labels = target.labels().values();
        ObjectNode metrics = Json.object();
        metrics.put("accuracy", Metrics.accuracy(actual, predicted));
        metrics.put("log_loss", logLoss(actual, probabilities, position));
        return new Evaluation(
                forest,
                metrics,
                Arrays.stream(actual).mapToObj(labels::get).toList(),
                Arrays.stream(predicted).mapToObj(labels::get).toList(),
                new Classes(labels, Metrics.confusionMatrix(actual, predicted, labels.size())));
    }

    /** The published milestone, and for whom. */
    void log(String subject) {
        String name = classes == null ? "rmse" : "accuracy";
        LOG.info(
                "Evaluate metrics={} for valid dataset : {}{}",
                name.toUpperCase(Locale.ROOT),
                metrics.get(name).isNull()
                        ? "beyond the range of a double"
                        : String.format(Locale.ROOT, "%.3f", metrics.get(name).doubleValue()),
                subject.isEmpty() ? "" : " (" + subject + ")");
    }

    /** As scikit-learn: fractions are measurements, not classes. */
    private static void requireClasses(Table table, String name) {
        if (table.column(name).orElseThrow() instanceof NumericColumn numbers) {
            for (int row = 0; row < numbers.size(); row++) {
                double value = numbers.value(row);
                if (Double.isFinite(value) && value != Math.rint(value)) {
                    throw InvalidRequest.content(
                            RefusalCode.INVALID_PARAMETER,
                            "target \"" + Echo.shortened(name) + "\" is " + value + " in line " + table.line(row)
                                    + "; a RandomForestClassifier needs classes, whole numbers or text:"
                                    + " use RandomForestRegressor");
                }
            }
        }
    }

    /** Where each of the forest's classes stands among the target's: training rows may lack some. */
    private static int[] positions(ClassLabels forest, ClassLabels target) {
        Map<Object, Integer> position = new HashMap<>();
        for (int k = 0; k < target.size(); k++) {
            position.put(target.value(k), k);
        }
        return IntStream.range(0, forest.size())
                .map(k -> position.getOrDefault(forest.value(k), -1))
                .toArray();
    }

    /** Mean of -ln of the true class's probability, clipped and scaled as {@code sklearn.metrics.log_loss}. */
    private static double logLoss(int[] actual, double[][] probabilities, int[] position) {
        double[] losses = new double[actual.length];
        double[] clipped = new double[position.length];
        for (int row = 0; row < actual.length; row++) {
            double own = EPSILON;
            for (int k = 0; k < position.length; k++) {
                clipped[k] = Math.clamp(probabilities[row][k], EPSILON, 1 - EPSILON);
                own = position[k] == actual[row] ? clipped[k] : own;
            }
            losses[row] = -Math.log(own / PairwiseSum.of(clipped));
        }
        return PairwiseSum.of(losses) / actual.length;
    }

    private static List<Object> boxed(double[] values) {
        return Arrays.stream(values).mapToObj(v -> (Object) v).toList();
    }

    /** JSON has no NaN and no Infinity: what cannot be computed is null. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
