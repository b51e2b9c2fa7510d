package dev.tasuki.learn.model;

import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.FeatureRange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model without what was fitted.
 *
 * @param algorithm the learner's name
 * @param parameters what it was fitted with, by their names in the learner's order, as plain values
 * @param encoder from raw columns to numbers, in the order in which rows must give them
 * @param target the name of what is predicted
 * @param classes the classes of a classifier; empty for a regressor
 * @param oobScore the out-of-bag score, if it was asked for
 * @param properties anything else worth keeping, sorted by name
 */
public record ModelInfo(
        String algorithm,
        Map<String, @Nullable Object> parameters,
        Encoder encoder,
        String target,
        Optional<ClassLabels> classes,
        OptionalDouble oobScore,
        Map<String, String> properties) {
    /** Copies. */
    public ModelInfo {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** The property that keeps residuals, as {@link Residuals#text} writes them. */
    public static final String RESIDUALS = "residuals";

    /**
     * The errors on rows that the model had not seen; empty for a model that predicts no numbers, and for one that was
     * written before they were kept.
     *
     * @throws IllegalArgumentException if they are damaged
     */
    public Optional<Residuals> residuals() {
        return Optional.ofNullable(properties.get(RESIDUALS)).map(Residuals::parse);
    }

    /** The features' names in their order. */
    public List<String> featureNames() {
        return encoder.names();
    }

    /** Where the training values of the features lay, in their order. */
    public List<FeatureRange> features() {
        return encoder.ranges();
    }
}
