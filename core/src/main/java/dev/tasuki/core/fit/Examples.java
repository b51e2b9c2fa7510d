package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.EncoderLearner;
import dev.tasuki.learn.encode.EncodingBounds;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.table.Table;
import java.util.Set;

/**
 * The features of all rows, and which rows are for training and which are held out.
 *
 * @param encoder learned from the training rows
 * @param all every row, in the dataset's order
 */
record Examples(Encoder encoder, Rows all, Split split) {
    static final EncodingBounds BOUNDS = new EncodingBounds(
            Limits.CATEGORIES.intValue(), Limits.ENCODED_NUMBERS.intValue(), Limits.CATEGORY_BYTES.value());

    /** Throws the learners' InvalidValueException or ParameterException if the data does not allow it. */
    static Examples of(Table table, TrainRequest request, Set<Takes> takes) {
        learner(request, takes).require(table, request.features());
        return of(table, request, takes, split(table, request));
    }

    /** Which rows are for training and which are held out. */
    static Split split(Table table, TrainRequest request) {
        return request.stratify()
                ? TrainTestSplit.stratified(
                        TargetColumns.classes(table, request.target()).codes(),
                        request.testSize(),
                        request.splitRandomState())
                : TrainTestSplit.of(table.rows(), request.testSize(), request.splitRandomState());
    }

    /** How many numbers of each row a learner would get. Throws as {@link #of}. */
    static int numbers(Table table, TrainRequest request, Set<Takes> takes, Split split) {
        EncoderLearner learner = learner(request, takes);
        learner.require(table, request.features());
        return learner.learn(table, request.features(), split.train()).names().size();
    }

    /** The same with rows that are parted already. */
    static Examples of(Table table, TrainRequest request, Set<Takes> takes, Split split) {
        Encoder encoder = learner(request, takes).learn(table, request.features(), split.train());
        return new Examples(encoder, encoder.rows(table), split);
    }

    private static EncoderLearner learner(TrainRequest request, Set<Takes> takes) {
        return new EncoderLearner(
                request.preparation(),
                new EncoderLearner.Abilities(
                        takes.contains(Takes.MISSING), takes.contains(Takes.CATEGORIES), takes.contains(Takes.ONE_HOT)),
                BOUNDS);
    }

    Rows train() {
        return all.select(split.train());
    }

    Rows test() {
        return all.select(split.test());
    }

    /** The values of the given rows, in their order. */
    static double[] select(double[] values, int[] rows) {
        double[] selected = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }
}
