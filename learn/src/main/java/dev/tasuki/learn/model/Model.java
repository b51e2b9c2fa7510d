package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.forest.ClassificationForest;
import dev.tasuki.learn.forest.Forest;
import dev.tasuki.learn.forest.RegressionForest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A forest and what it is for.
 *
 * @param info agrees with the forest in parameters, feature names, classes and out-of-bag score
 * @param forest the trees
 */
public record Model(ModelInfo info, Forest forest) {
    /** Checks. @throws IllegalArgumentException when info and forest do not agree */
    public Model {
        boolean agree = info.parameters().equals(forest.parameters())
                && info.featureNames().equals(forest.featureNames())
                && info.classes().equals(labelsOf(forest))
                && info.oobScore().equals(forest.oobScore());
        if (!agree) {
            throw new IllegalArgumentException(
                    "the description is not that of the forest: parameters, features, classes and score must agree");
        }
    }

    /** A model whose description is taken from the forest as far as it can be. */
    public static Model of(Forest forest, List<FeatureRange> features, String target, Map<String, String> properties) {
        ModelInfo info =
                new ModelInfo(forest.parameters(), features, target, labelsOf(forest), forest.oobScore(), properties);
        return new Model(info, forest);
    }

    private static Optional<ClassLabels> labelsOf(Forest forest) {
        return switch (forest) {
            case RegressionForest numbers -> Optional.empty();
            case ClassificationForest classes -> Optional.of(classes.labels());
        };
    }
}
