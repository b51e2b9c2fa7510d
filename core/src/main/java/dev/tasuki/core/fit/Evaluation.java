package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.ShownValue;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.metric.Metrics;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was fitted and how it does on the held-out rows.
 *
 * @param metrics numbers by name
 * @param actual the held-out rows' target, in the split's order
 * @param predicted what is predicted of them
 * @param classes a classifier's classes and confusion; null for a regressor
 * @param scores what was predicted of the held-out rows, for metrics beyond those
 * @param baseline what looks at no feature, on the same rows; null where there is no target to measure it by
 */
record Evaluation(
        Fitted fitted,
        ObjectNode metrics,
        List<Object> actual,
        List<Object> predicted,
        @Nullable Classes classes,
        Scores scores,
        @Nullable Baseline baseline) {
    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

    /**
     * The classes of the target.
     *
     * @param labels as they came: strings or numbers
     * @param confusion {@code [true][predicted]}, in the order of the labels
     */
    record Classes(List<Object> labels, int[][] confusion) {}

    /** Fits on the training rows and evaluates on the others. Throws CancellationException when told to stop. */
    static Evaluation of(
            Table table, TrainRequest request, Examples examples, ConfiguredLearner<?> learner, FitContext context) {
        return switch (learner.learner().kind()) {
            case NUMBERS -> ofNumbers(TargetColumns.numbers(table, request.target()), examples, learner, context);
            case ANOMALY -> ofAnomalies(examples, learner, context);
            case CLASSES -> {
                requireClasses(table, request.target(), learner.learner());
                yield ofClasses(TargetColumns.classes(table, request.target()), examples, learner, context);
            }
        };
    }

    private static Evaluation ofNumbers(
            double[] target, Examples examples, ConfiguredLearner<?> learner, FitContext context) {
        Target.Numbers train =
                new Target.Numbers(Examples.select(target, examples.split().train()));
        Fitted.Numbers fitted = (Fitted.Numbers) learner.fit(examples.train(), train, context);
        double[] actual = Examples.select(target, examples.split().test());
        double[] predicted = fitted.predict(examples.test(), context.listener()::cancelled);
        ObjectNode metrics = Json.object();
        Scores.put(metrics, "rmse", Metrics.rmse(actual, predicted));
        Scores.put(metrics, "mae", Metrics.mae(actual, predicted));
        Scores.put(metrics, "r2", Metrics.r2(actual, predicted));
        return new Evaluation(
                fitted,
                metrics,
                boxed(actual),
                boxed(predicted),
                null,
                new NumberScores(actual, predicted),
                Baseline.of(examples, train, actual));
    }

    private static Evaluation ofAnomalies(Examples examples, ConfiguredLearner<?> learner, FitContext context) {
        Target train = new Target.None(examples.split().train().length);
        Fitted.Scores fitted = (Fitted.Scores) learner.fit(examples.train(), train, context);
        double[] scores = fitted.score(examples.test(), context.listener()::cancelled);
        AnomalyScores measured = new AnomalyScores(scores, fitted.offset());
        return new Evaluation(fitted, measured.summary(), List.of(), boxed(scores), null, measured, null);
    }

    private static Evaluation ofClasses(
            ClassTarget target, Examples examples, ConfiguredLearner<?> learner, FitContext context) {
        learner.requireClasses(target.labels().size());
        Target.Classes train = new Target.Classes(target.select(examples.split().train()));
        Fitted.Classes fitted = (Fitted.Classes) learner.fit(examples.train(), train, context);
        int[] rows = examples.split().test();
        int[] actual = Arrays.stream(rows).map(target::code).toArray();
        double[][] probabilities = fitted.predictProbabilities(examples.test(), context.listener()::cancelled);
        ClassScores scores =
                new ClassScores(target.labels(), actual, probabilities, positions(fitted.labels(), target.labels()));
        int[] predicted = scores.predicted();
        List<Object> labels = target.labels().values();
        ObjectNode metrics = Json.object();
        metrics.put("accuracy", Metrics.accuracy(actual, predicted));
        metrics.put("log_loss", scores.logLoss());
        return new Evaluation(
                fitted,
                metrics,
                Arrays.stream(actual).mapToObj(labels::get).toList(),
                Arrays.stream(predicted).mapToObj(labels::get).toList(),
                new Classes(labels, Metrics.confusionMatrix(actual, predicted, labels.size())),
                scores,
                Baseline.of(examples, train, scores));
    }

    /**
     * Every metric, that of the baseline beside it, and a classifier's figures by class with its curves.
     *
     * @param cancelled asked now and then
     * @throws java.util.concurrent.CancellationException when cancelled
     */
    ObjectNode details(BooleanSupplier cancelled) {
        return switch (scores) {
            case NumberScores numbers -> withBaseline(numbers, cancelled);
            case AnomalyScores anomalies -> withBaseline(anomalies, cancelled);
            case ClassScores of -> {
                ArrayNode curves = of.curves(cancelled);
                ObjectNode details = withBaseline(of, cancelled);
                details.set("classes", of.classes(cancelled));
                details.set("curves", curves);
                yield details;
            }
        };
    }

    private ObjectNode withBaseline(Scores measured, BooleanSupplier cancelled) {
        ObjectNode details = Json.object();
        details.set("metrics", measured.metrics(cancelled));
        if (baseline != null) {
            details.set("baseline", baseline.node(cancelled));
        }
        return details;
    }

    /** The published milestone, and for whom. */
    void log(String subject) {
        String name = switch (scores) {
            case NumberScores of -> "rmse";
            case ClassScores of -> "accuracy";
            case AnomalyScores of -> "outlier_share";
        };
        LOG.info(
                "Evaluate metrics={} for valid dataset : {}{}",
                name.toUpperCase(Locale.ROOT),
                metrics.get(name).isNull()
                        ? "beyond the range of a double"
                        : String.format(Locale.ROOT, "%.3f", metrics.get(name).doubleValue()),
                subject.isEmpty() ? "" : " (" + subject + ")");
    }

    /** As scikit-learn: fractions are measurements, not classes. */
    private static void requireClasses(Table table, String name, Learner<?> learner) {
        if (table.column(name).orElseThrow() instanceof NumericColumn numbers) {
            for (int row = 0; row < numbers.size(); row++) {
                double value = numbers.value(row);
                if (Double.isFinite(value) && value != Math.rint(value)) {
                    throw InvalidRequest.content(
                            RefusalCode.INVALID_PARAMETER,
                            "target \"" + ShownValue.shortened(name) + "\" is " + value + " in line " + table.line(row)
                                    + "; a " + learner.name() + " needs classes, whole numbers or text: use "
                                    + Learners.counterpart(learner).name());
                }
            }
        }
    }

    /** Where each of the fitted classes stands among the target's: training rows may lack some. */
    private static int[] positions(ClassLabels fitted, ClassLabels target) {
        Map<Object, Integer> position = new HashMap<>();
        for (int k = 0; k < target.size(); k++) {
            position.put(target.value(k), k);
        }
        return IntStream.range(0, fitted.size())
                .map(k -> position.getOrDefault(fitted.value(k), -1))
                .toArray();
    }

    private static List<Object> boxed(double[] values) {
        return Arrays.stream(values).mapToObj(v -> (Object) v).toList();
    }
}
