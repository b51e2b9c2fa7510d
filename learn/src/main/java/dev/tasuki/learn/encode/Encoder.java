package dev.tasuki.learn.encode;

import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * How raw columns become the numbers that a learner gets: learned from the training rows, stored in the model, and
 * the same in training and in prediction. The numbers of each feature stand one after the other, in the order of the
 * features; behind them stand those that say where values are missing. Immutable and safe to share.
 *
 * <p>Example: {@code Rows train = Encoder.learn(table, names, split.train()).rows(table).select(split.train())}.
 */
public final class Encoder {
    /** A text beside its letters, and its place in a map. */
    private static final long BYTES_PER_TEXT = 150;

    private final List<Feature> features;
    private final List<String> columns;
    private final List<String> names;
    private final int[] places;
    private final int[] indicators;
    private final boolean plain;

    /** Of features in the order in which a learner gets them. */
    public Encoder(List<Feature> features) {
        this.features = List.copyOf(features);
        this.columns = features.stream().map(Feature::name).toList();
        this.plain = features.stream().allMatch(feature -> feature instanceof Feature.Numeric);
        this.places = new int[features.size()];
        this.indicators = new int[features.size()];
        this.names = plain ? columns : numbers();
    }

    private List<String> numbers() {
        List<String> all = new ArrayList<>();
        for (int f = 0; f < places.length; f++) {
            places[f] = all.size();
            all.addAll(features.get(f).names());
        }
        for (int f = 0; f < places.length; f++) {
            indicators[f] = all.size();
            if (features.get(f).indicator()) {
                all.add(features.get(f).name() + ".missing");
            }
        }
        return List.copyOf(all);
    }

    /** An encoder of complete numbers. */
    public static Encoder ofNumbers(List<FeatureRange> ranges) {
        return new Encoder(ranges.stream().<Feature>map(Feature.Numeric::new).toList());
    }

    /**
     * Learns from the training rows of a table whose columns are complete numbers.
     *
     * @throws dev.tasuki.learn.InvalidValueException when a column is absent or is text
     */
    public static Encoder learn(Table table, List<String> names, int[] trainingRows) {
        return new Encoder(names.stream()
                .<Feature>map(name -> Feature.Numeric.learn(table, name, trainingRows))
                .toList());
    }

    /**
     * Throws unless every row of these columns is a number; for before it is known which rows are for training.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming line and column of the first value that is none
     */
    public static void require(Table table, List<String> names) {
        names.forEach(name -> Feature.Numeric.checked(table, name));
    }

    /** The features in the order in which a learner gets them. */
    public List<Feature> features() {
        return features;
    }

    /** The features' columns in their order. */
    public List<String> columns() {
        return columns;
    }

    /** The names of the numbers that a learner gets, in their order. */
    public List<String> names() {
        return names;
    }

    /** Whether every feature is a complete number, and goes to the learner as it is. */
    public boolean plain() {
        return plain;
    }

    /** Bytes that it takes in memory, roughly; little for complete numbers. */
    public long memory() {
        if (plain) {
            return 0;
        }
        long bytes = 0;
        for (String name : names) {
            bytes += BYTES_PER_TEXT + 2L * name.length();
        }
        for (Feature feature : features) {
            bytes += feature instanceof CategoryFeature of
                    ? 2 * of.known().bytes() + BYTES_PER_TEXT * of.categories()
                    : 0;
        }
        return bytes;
    }

    /** Where the numbers of a feature begin. */
    public int place(int feature) {
        return plain ? feature : places[feature];
    }

    /** Where it is said whether a feature's value is missing; -1: nowhere. */
    public int indicator(int feature) {
        return features.get(feature).indicator() ? indicators[feature] : -1;
    }

    /**
     * Writes what a text of a row becomes into the numbers of a row. An empty one, and the words that
     * {@code pandas.read_csv} takes for no value, are missing values, as they are in a file.
     */
    public Taken text(int feature, String text, double[] row) {
        Feature to = features.get(feature);
        return CsvReader.missing(text) ? to.missing(row, place(feature)) : to.text(text, row, place(feature));
    }

    /** Where the training values lay of those features that are numbers, in the order of the features. */
    public List<FeatureRange> ranges() {
        List<FeatureRange> ranges = new ArrayList<>();
        for (Feature feature : features) {
            switch (feature) {
                case Feature.Numeric numeric -> ranges.add(numeric.range());
                case NumberFeature number -> ranges.add(number.range());
                case CategoryFeature none -> {}
                case DateFeature none -> {}
                case Feature.LeftOut none -> {}
            }
        }
        return ranges;
    }

    /**
     * All rows of a table.
     *
     * @throws dev.tasuki.learn.InvalidValueException naming line and column of the first value that is none of its
     *     feature
     */
    public Rows rows(Table table) {
        List<IntToDoubleFunction> numbers = new ArrayList<>();
        List<IntToDoubleFunction> missing = new ArrayList<>();
        Set<Integer> categorical = new HashSet<>();
        for (Feature feature : features) {
            if (feature.categorical()) {
                categorical.add(numbers.size());
            }
            EncodedColumn column = EncodedColumn.of(feature, table);
            numbers.addAll(column.numbers());
            if (feature.indicator()) {
                missing.add(column.missing());
            }
        }
        numbers.addAll(missing);
        return Rows.of(names, table.rows(), numbers, categorical);
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
