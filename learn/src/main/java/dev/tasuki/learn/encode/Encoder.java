package dev.tasuki.learn.encode;

import dev.tasuki.learn.table.Table;
import java.util.List;

/**
 * How raw columns become the numbers that a learner gets: learned from the training rows, stored in the model, and
 * the same in training and in prediction. Immutable and safe to share.
 *
 * <p>Example: {@code Rows train = Encoder.learn(table, names, split.train()).rows(table).select(split.train())}.
 */
public final class Encoder {
    private final List<Feature> features;
    private final List<String> names;

    /** Of features in the order in which a learner gets them. */
    public Encoder(List<Feature> features) {
        this.features = List.copyOf(features);
        this.names = features.stream().map(Feature::name).toList();
    }

    /** An encoder of complete numbers. */
    public static Encoder ofNumbers(List<FeatureRange> ranges) {
        return new Encoder(ranges.stream().<Feature>map(Feature.Numeric::new).toList());
    }

    /**
     * Learns from the training rows of a table.
     *
     * @throws dev.tasuki.learn.InvalidValueException when a column is absent or is text
     */
    public static Encoder learn(Table table, List<String> names, int[] trainingRows) {
        return new Encoder(names.stream()
                .<Feature>map(name -> Feature.Numeric.learn(table, name, trainingRows))
                .toList());
    }

    /**
     * Throws unless every row of these columns can be encoded; for before it is known which rows are for training.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming line and column of the first value that cannot be
     */
    public static void require(Table table, List<String> names) {
        names.forEach(name -> Feature.Numeric.checked(table, name));
    }

    /** The features in the order in which a learner gets them. */
    public List<Feature> features() {
        return features;
    }

    /** The features' names in their order. */
    public List<String> names() {
        return names;
    }

    /** Where the training values lay, in the order of the features. */
    public List<FeatureRange> ranges() {
        return features.stream()
                .map(feature -> switch (feature) {
                    case Feature.Numeric numeric -> numeric.range();
                })
                .toList();
    }

    /**
     * All rows of a table.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming line and column of the first value that is none of its
     *     feature
     */
    public Rows rows(Table table) {
        return Rows.of(
                names(),
                table.rows(),
                features.stream().map(feature -> feature.values(table)).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoder encoder && encoder.features.equals(features);
    }

    @Override
    public int hashCode() {
        return features.hashCode();
    }

    @Override
    public String toString() {
        return features.toString();
    }
}
