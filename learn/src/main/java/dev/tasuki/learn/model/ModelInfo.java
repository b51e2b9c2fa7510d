package dev.tasuki.learn.model;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.forest.ForestParameters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is known of a model without its trees.
 *
 * @param parameters what the forest was grown with; the algorithm is among them
 * @param features the features in the order in which rows must give them
 * @param target the name of what is predicted
 * @param classes the classes of a classifier; empty for a regressor
 * @param oobScore the out-of-bag score, if it was asked for
 * @param properties anything else worth keeping, sorted by name
 */
public record ModelInfo(
        ForestParameters parameters,
        List<FeatureRange> features,
        String target,
        Optional<ClassLabels> classes,
        OptionalDouble oobScore,
        Map<String, String> properties) {
    /** Copies. */
    public ModelInfo {
        features = List.copyOf(features);
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** The features' names in their order. */
    public List<String> featureNames() {
        return features.stream().map(FeatureRange::name).toList();
    }
}
