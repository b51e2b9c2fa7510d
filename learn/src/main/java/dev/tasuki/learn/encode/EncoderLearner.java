package dev.tasuki.learn.encode;

import dev.tasuki.learn.InvalidValueException;
import dev.tasuki.learn.table.NumericColumn;
import dev.tasuki.learn.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns encoders of tables with gaps, text and dates. A table of complete numbers gets an encoder that leaves it as
 * it is, unless something else is wanted. Immutable and safe to share.
 *
 * <p>Example: {@code new EncoderLearner(Preparation.AUTO, new Abilities(false, false), EncodingBounds.NONE)
 * .learn(table, names, split.train())}.
 *
 * @param preparation what is wanted
 * @param abilities of the learner
 * @param bounds of what may be held
 */
public record EncoderLearner(Preparation preparation, Abilities abilities, EncodingBounds bounds) {
    /**
     * What a learner takes beyond complete numbers.
     *
     * @param missing missing values, as NaN
     * @param categories codes without an order
     * @param oneHot neither, but sums of weighed numbers
     */
    public record Abilities(boolean missing, boolean categories, boolean oneHot) {
        /** Of a learner that does not weigh numbers. */
        public Abilities(boolean missing, boolean categories) {
            this(missing, categories, false);
        }

        /** What text becomes where nothing else is wanted. */
        Treatment.Categories usual() {
            return categories
                    ? Treatment.Categories.NATIVE
                    : oneHot ? Treatment.Categories.ONE_HOT : Treatment.Categories.ORDINAL;
        }

        /** What stands for missing numbers where nothing else is wanted. */
        Treatment.Missing usualFill() {
            return missing ? Treatment.Missing.NATIVE : oneHot ? Treatment.Missing.MEAN : Treatment.Missing.MEDIAN;
        }
    }

    /**
     * Throws unless the named columns can be encoded whichever rows are for training.
     *
     * @throws InvalidValueException naming the first column or value that cannot be
     */
    public void require(Table table, List<String> names) {
        if (untouched(table, names)) {
            Encoder.require(table, names);
        }
    }

    /**
     * Learns from the training rows.
     *
     * @throws InvalidValueException naming what cannot be encoded
     * @throws EncodingTooLargeException when it would hold too much
     */
    public Encoder learn(Table table, List<String> names, int[] trainingRows) {
        if (untouched(table, names)) {
            return Encoder.learn(table, names, trainingRows);
        }
        List<Feature> features = new ArrayList<>();
        FeatureLearner learner = new FeatureLearner(table, trainingRows, this);
        long numbers = 0;
        long bytes = 0;
        for (String name : names) {
            Feature feature = learner.learn(name);
            features.add(feature);
            boolean oneHot = feature instanceof CategoryFeature of && of.way() == CategoryFeature.Way.ONE_HOT;
            numbers += (oneHot
                            ? ((CategoryFeature) feature).width()
                            : feature.names().size())
                    + (feature.indicator() ? 1 : 0);
            bytes += feature instanceof CategoryFeature of ? of.known().bytes() : 0;
            requireWithin(name, numbers, bytes);
        }
        if (numbers == 0) {
            throw InvalidValueException.because("no feature is left to learn from: "
                    + features.stream()
                            .limit(3)
                            .map(feature -> "column " + feature.name() + " "
                                    + (feature instanceof Feature.LeftOut out ? out.reason() : ""))
                            .toList());
        }
        return new Encoder(features);
    }

    private void requireWithin(String name, long numbers, long bytes) {
        if (numbers > bounds.numbers()) {
            throw new EncodingTooLargeException(("the features become more than %,d numbers at column %s: name fewer"
                            + " features, or encode text as ordinal instead of one_hot")
                    .formatted(bounds.numbers(), name));
        }
        if (bytes > bounds.bytes()) {
            throw new EncodingTooLargeException(
                    ("the categories up to column %s take %,d bytes; at most %,d may be kept in a model: name fewer"
                                    + " features of text, or shorten it")
                            .formatted(name, bytes, bounds.bytes()));
        }
    }

    /** Complete numbers for which nothing is wanted, and anything when nothing is to be done. */
    private boolean untouched(Table table, List<String> names) {
        return preparation.complete()
                || names.stream()
                        .allMatch(name -> TargetColumns.existing(table, name) instanceof NumericColumn column
                                && column.missing() == 0
                                && untouched(name));
    }

    private boolean untouched(String name) {
        Treatment wanted = preparation.of(name);
        boolean fills = wanted.missing() != Treatment.Missing.AUTO && wanted.missing() != Treatment.Missing.ERROR;
        return !fills
                && wanted.scale() != Treatment.Flag.YES
                && !preparation.named(name).asks();
    }
}
