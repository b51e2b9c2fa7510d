package dev.tasuki.learn.forest;

import dev.tasuki.learn.tree.Tree;

/** A fitted forest. Immutable and safe to share; predicts from any number of threads at once. */
public sealed interface Forest permits RegressionForest, ClassificationForest {
    /** The parameters it was grown with. */
    ForestParameters parameters();

    /** Number of trees. */
    int nTrees();

    /** One tree, counted from 0. */
    Tree tree(int index);

    /**
     * How much each feature took away from the impurity ({@code feature_importances_}); sums to 1,
     * or is all 0.
     */
    double[] featureImportances();
}
