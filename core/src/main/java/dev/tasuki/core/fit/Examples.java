package dev.tasuki.core.fit;

import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.learn.encode.FeatureMatrix;
import dev.tasuki.learn.encode.TargetColumns;
import dev.tasuki.learn.selection.TrainTestSplit;
import dev.tasuki.learn.selection.TrainTestSplit.Split;
import dev.tasuki.learn.table.Table;

/**
 * The features of all rows, and which rows are for training and which are held out.
 *
 * @param all every row, in the dataset's order
 */
record Examples(FeatureMatrix all, Split split) {
    /** Throws forest's InvalidValueException or ParameterException if the data does not allow it. */
    static Examples of(Table table, TrainRequest request) {
        FeatureMatrix features = FeatureMatrix.of(table, request.features());
        Split split = request.stratify()
                ? TrainTestSplit.stratified(
                        TargetColumns.classes(table, request.target()).codes(),
                        request.testSize(),
                        request.splitRandomState())
                : TrainTestSplit.of(table.rows(), request.testSize(), request.splitRandomState());
        return new Examples(features, split);
    }

    FeatureMatrix train() {
        return all.select(split.train());
    }

    FeatureMatrix test() {
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
