package dev.tasuki.learn.forest;

import dev.tasuki.learn.tree.Tree;
import java.util.List;
import java.util.OptionalDouble;

/** A fitted forest. Immutable and safe to share; predicts from any number of threads at once. */
public sealed interface Forest permits RegressionForest, ClassificationForest {
    /** The parameters it was grown with. */
    ForestParameters parameters();

    /** The features' names, in the order in which rows must give them. */
    List<String> featureNames();

    /** Number of trees. */
    int nTrees();

    /** One tree, counted from 0. */
    Tree tree(int index);

    /**
     * How much each feature took away from the impurity ({@code feature_importances_}); sums to 1,
     * or is all 0.
     */
    double[] featureImportances();

    /**
     * The out-of-bag score: R² of a regressor, accuracy of a classifier; empty unless it was asked
     * for.
     */
    OptionalDouble oobScore();
}
