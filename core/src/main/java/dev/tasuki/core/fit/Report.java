package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.spi.Fitted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what was trained, on what, and how it did: the report of a model. */
record Report(LocalFitter.Dataset dataset, TrainRequest request, Examples examples) {
    private static final int SAMPLE = 1_000;
    private static final int MOST_CLASSES = Limits.CONFUSION_CLASSES.intValue();

    /** @param details every metric and curve of the evaluation */
    ObjectNode of(Evaluation evaluation, ObjectNode details, ColumnImportances permuted, double fitSeconds) {
        Fitted fitted = evaluation.fitted();
        ObjectNode report = Json.object();
        report.put("algorithm", fitted.learner().learner().name());
        AddedLearners.origin(fitted.learner().learner().name()).ifPresent(origin -> report.put("plugin", origin));
        report.put("equality", fitted.learner().learner().equality().text());
        report.set("params", Json.tree(fitted.learner().byName()));
        report.set("dataset", datasetNode());
        report.put("target", request.hasTarget() ? request.target() : null);
        report.put("target_type", targetType(evaluation));
        report.set("features", features(fitted, permuted));
        if (!examples.encoder().plain()) {
            report.set("preprocess", PreparedColumns.of(examples.encoder(), dataset.table()));
        }
        report.set("split", split());
        report.set("metrics", evaluation.metrics());
        report.set("evaluation", details);
        if (fitted.oobScore().isPresent()) {
            report.putObject("oob").put("score", fitted.oobScore().getAsDouble());
        } else {
            report.putNull("oob");
        }
        ObjectNode sample = report.putObject("sample");
        sample.set("actual", first(evaluation.actual()));
        sample.set("predicted", first(evaluation.predicted()));
        Evaluation.Classes classes = evaluation.classes();
        if (classes != null && classes.labels().size() <= MOST_CLASSES) {
            report.set("classes", Json.tree(classes.labels()));
            report.set("confusion_matrix", Json.tree(classes.confusion()));
        }
        report.put("trees", fitted.nTrees());
        report.put("fit_seconds", fitSeconds);
        Json.finite(report);
        return report;
    }

    private static String targetType(Evaluation evaluation) {
        return switch (evaluation.scores()) {
            case NumberScores of -> "number";
            case ClassScores of -> "class";
            case AnomalyScores of -> "none";
        };
    }

    private ObjectNode datasetNode() {
        ObjectNode node = Json.object();
        node.put("id", dataset.id().value());
        node.put("etag", dataset.etag());
        node.put("size", dataset.size());
        node.put("sha256", dataset.sha256());
        node.put("rows", dataset.table().rows());
        return node;
    }

    /** A column's importance is that of all the numbers that it became. */
    private ArrayNode features(Fitted fitted, ColumnImportances permuted) {
        double @Nullable [] importances = fitted.importances().orElse(null);
        double @Nullable [] gains = fitted.gains().orElse(null);
        Encoder encoder = examples.encoder();
        ArrayNode features = Json.object().arrayNode();
        for (int f = 0; f < encoder.features().size(); f++) {
            Feature of = encoder.features().get(f);
            if (!(of instanceof Feature.LeftOut)) {
                ObjectNode feature = features.addObject();
                feature.put("name", of.name());
                range(feature, of);
                if (importances == null) {
                    feature.putNull("importance");
                } else {
                    feature.put("importance", importance(importances, encoder, f));
                }
                if (gains != null) {
                    feature.put("gain", importance(gains, encoder, f));
                }
                permuted.fill(feature, f);
            }
        }
        return features;
    }

    private static void range(ObjectNode node, Feature feature) {
        FeatureRange range = switch (feature) {
            case Feature.Numeric numeric -> numeric.range();
            case NumberFeature number -> number.range();
            case CategoryFeature none -> null;
            case DateFeature none -> null;
            case Feature.LeftOut none -> null;
        };
        if (range == null) {
            node.putNull("min");
            node.putNull("median");
            node.putNull("max");
        } else {
            node.put("min", range.min());
            node.put("median", range.median());
            node.put("max", range.max());
        }
    }

    private static double importance(double[] importances, Encoder encoder, int feature) {
        int place = encoder.place(feature);
        int width = encoder.features().get(feature).names().size();
        double sum = importances[place];
        for (int number = place + 1; number < place + width; number++) {
            sum += importances[number];
        }
        int indicator = encoder.indicator(feature);
        return indicator < 0 ? sum : sum + importances[indicator];
    }

    private ObjectNode split() {
        ObjectNode node = Json.object();
        node.put("test_size", request.testSize());
        node.put("random_state", request.splitRandomState());
        node.put("stratify", request.stratify());
        node.put("train_rows", examples.split().train().length);
        node.put("test_rows", examples.split().test().length);
        return node;
    }

    private static ArrayNode first(List<Object> values) {
        return (ArrayNode) Json.tree(values.subList(0, Math.min(SAMPLE, values.size())));
    }
}
