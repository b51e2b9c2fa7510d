package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.Fitted;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was fitted, and what it is for.
 *
 * @param info agrees with it in algorithm, parameters, feature names, classes and out-of-bag score
 * @param fitted predicts
 */
public record Model(ModelInfo info, Fitted fitted) {
    /** Checks. @throws IllegalArgumentException when the two do not agree */
    public Model {
        boolean agree = info.algorithm().equals(fitted.learner().learner().name())
                && info.parameters().equals(fitted.learner().byName())
                && info.featureNames().equals(fitted.featureNames())
                && info.classes().equals(labelsOf(fitted))
                && info.oobScore().equals(fitted.oobScore());
        if (!agree) {
            throw new IllegalArgumentException(
                    "the description is not that of what was fitted: parameters, features, classes and score must agree");
        }
    }

    /** A model whose description is taken from what was fitted as far as it can be. */
    public static Model of(Fitted fitted, Encoder encoder, String target, Map<String, String> properties) {
        ConfiguredLearner<?> learner = fitted.learner();
        ModelInfo info = new ModelInfo(
                learner.learner().name(),
                learner.byName(),
                encoder,
                target,
                labelsOf(fitted),
                fitted.oobScore(),
                properties);
        return new Model(info, fitted);
    }

    /** The same with features that are complete numbers. */
    public static Model of(Fitted fitted, List<FeatureRange> features, String target, Map<String, String> properties) {
        return of(fitted, Encoder.ofNumbers(features), target, properties);
    }

    private static Optional<ClassLabels> labelsOf(Fitted fitted) {
        return switch (fitted) {
            case Fitted.Numbers numbers -> Optional.empty();
            case Fitted.Scores scores -> Optional.empty();
            case Fitted.Classes classes -> Optional.of(classes.labels());
        };
    }
}
