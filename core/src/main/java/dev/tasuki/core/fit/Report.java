package dev.tasuki.core.fit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.spi.Fitted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what was trained, on what, and how it did: the report of a model. */
record Report(Learner.Dataset dataset, TrainRequest request, Examples examples) {
    private static final int SAMPLE = 1_000;
    /** A larger confusion matrix is nothing to look at. */
    private static final int MOST_CLASSES = 100;

    ObjectNode of(Evaluation evaluation, double fitSeconds) {
        Fitted fitted = evaluation.fitted();
        ObjectNode report = Json.object();
        report.put("algorithm", fitted.learner().learner().name());
        report.set("params", Json.tree(fitted.learner().byName()));
        report.set("dataset", datasetNode());
        report.put("target", request.target());
        report.put("target_type", evaluation.classes() == null ? "number" : "class");
        report.set("features", features(fitted));
        report.set("split", split());
        report.set("metrics", evaluation.metrics());
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

    private ObjectNode datasetNode() {
        ObjectNode node = Json.object();
        node.put("id", dataset.id().value());
        node.put("etag", dataset.etag());
        node.put("size", dataset.size());
        node.put("sha256", dataset.sha256());
        node.put("rows", dataset.table().rows());
        return node;
    }

    private ArrayNode features(Fitted fitted) {
        double @Nullable [] importances = fitted.importances().orElse(null);
        List<FeatureRange> ranges = examples.encoder().ranges();
        ArrayNode features = Json.object().arrayNode();
        for (int f = 0; f < ranges.size(); f++) {
            FeatureRange range = ranges.get(f);
            ObjectNode feature = features.addObject();
            feature.put("name", range.name());
            feature.put("min", range.min());
            feature.put("median", range.median());
            feature.put("max", range.max());
            if (importances == null) {
                feature.putNull("importance");
            } else {
                feature.put("importance", importances[f]);
            }
        }
        return features;
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
