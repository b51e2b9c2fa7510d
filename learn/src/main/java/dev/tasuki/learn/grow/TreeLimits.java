package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.NodeBudget;
import java.util.OptionalInt;

/**
 * When a tree stops, with every share already turned into a number of rows.
 *
 * @param maxDepth splits from root to leaf; {@link Integer#MAX_VALUE} is unlimited
 * @param minSamplesSplit distinct rows a node needs to be split
 * @param minSamplesLeaf distinct rows each side keeps
 * @param minWeightFractionLeaf share of the tree's weight that each side keeps
 * @param maxFeatures features drawn for each split
 * @param minImpurityDecrease weighted impurity that a split must take away
 * @param maxLeafNodes leaves it may have; empty is unlimited
 * @param budget what the nodes of all trees of the forest may take
 */
public record TreeLimits(
        int maxDepth,
        int minSamplesSplit,
        int minSamplesLeaf,
        double minWeightFractionLeaf,
        int maxFeatures,
        double minImpurityDecrease,
        OptionalInt maxLeafNodes,
        NodeBudget budget) {}
