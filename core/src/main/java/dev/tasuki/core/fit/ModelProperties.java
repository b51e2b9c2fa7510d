package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.model.ModelInfo;
import dev.tasuki.learn.registry.AddedLearners;
import dev.tasuki.learn.spi.Fitted;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a model keeps beside what was fitted. */
final class ModelProperties {
    private ModelProperties() {}

    /** Only what follows from data and request, so that equal trainings give equal bytes. */
    static Map<String, String> of(LocalFitter.Dataset dataset, TrainRequest request, Evaluation evaluation) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("dataset_id", request.dataset().value());
        properties.put("dataset_sha256", dataset.sha256());
        AddedLearners.origin(evaluation.fitted().learner().learner().name())
                .ifPresent(origin -> properties.put("plugin", origin));
        residuals(evaluation).ifPresent(residuals -> properties.put(ModelInfo.RESIDUALS, residuals.text()));
        return properties;
    }

    /** Errors out of the bag where they were counted, as these are of all training rows; else those on held-out rows. */
    private static Optional<Residuals> residuals(Evaluation evaluation) {
        if (!(evaluation.fitted() instanceof Fitted.Numbers fitted)
                || !(evaluation.scores() instanceof NumberScores scores)) {
            return Optional.empty();
        }
        return fitted.residuals().or(() -> Optional.of(Residuals.of(Residuals.Source.HELD_OUT, scores.errors())));
    }
}
