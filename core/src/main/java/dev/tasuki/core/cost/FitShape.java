package dev.tasuki.core.cost;

import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;

/**
 * What a training's memory depends on, of its dataset.
 *
 * @param rows without the header
 * @param columns that are kept while the rows are read
 * @param textBytes what the different texts of its columns take
 * @param classes of a classifier's target; 0: the target is a number
 * @param classesExact false if the classes are an estimate
 * @param features numbers of a row that a learner gets
 * @param oneHotFeatures the same of a learner that gets one for each category
 */
public record FitShape(
        long rows,
        long columns,
        long textBytes,
        long classes,
        boolean classesExact,
        long features,
        long oneHotFeatures) {
    /** What one different text takes beside its letters: the text, and its place in a map. */
    static final long BYTES_PER_TEXT = 160;

    /** Of a dataset where every learner gets the same. */
    public FitShape(long rows, long columns, long textBytes, long classes, boolean classesExact, long features) {
        this(rows, columns, textBytes, classes, classesExact, features, features);
    }

    /** What this learner gets of it. */
    public FitShape of(Learner<?> learner) {
        long own = learner.takes().contains(Takes.ONE_HOT) ? oneHotFeatures : features;
        return new FitShape(rows, columns, textBytes, classes, classesExact, own);
    }

    /**
     * The most expensive CSV of this size: the shortest rows possible, and a different text in each
     * field.
     */
    static FitShape worst(long bytes, long columns, long classes, long features) {
        long rows = bytes / (2L * columns) + 1;
        return new FitShape(rows, columns, BYTES_PER_TEXT * (bytes / 2 + 1), Math.min(classes, rows), true, features);
    }
}
