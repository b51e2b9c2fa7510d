package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;

/**
 * A criterion whose sums are exact, so that the order in which rows are added does not matter.
 *
 * @param <S> what is summed over the rows of a node; immutable
 */
interface OrderFreeCriterion<S> {
    /** How many values a node of the tree holds. */
    int valuesPerNode();

    /** The sums over a range of a list. */
    S sums(long[] list, int from, int to);

    /** The sums of the rest, when some of a node's rows are taken away. */
    S without(S node, S some);

    double weight(S sums);

    double impurity(S sums);

    void storeValue(S sums, TreeBuilder tree, int node);

    /** Looks for a better split of a node by one feature. */
    void scan(S node, NodeRange range, int feature, long[] list, BestSplit best);

    /** How much a split takes away, scaled by the node's share of the tree's weight. */
    default double improvement(S node, double impurity, S left, S right, double allWeight) {
        double weight = weight(node);
        return (weight / allWeight)
                * (impurity - (weight(right) / weight * impurity(right)) - (weight(left) / weight * impurity(left)));
    }
}
