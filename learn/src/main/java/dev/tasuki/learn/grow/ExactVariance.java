package dev.tasuki.learn.grow;

import dev.tasuki.learn.tree.TreeBuilder;

/** squared_error and friedman_mse on targets whose sums are exact; see {@link ExactSums}. */
final class ExactVariance implements OrderFreeCriterion<ExactVariance.Sums> {
    /**
     * Sums over the rows of a node.
     *
     * @param sum of weight times target
     * @param squares of weight times target times target
     * @param weight of the weights
     */
    record Sums(double sum, double squares, double weight) {}

    private final boolean friedman;
    /**
     * For each row its weight times its target, its weight and its target: together, as they are
     * read together.
     */
    private final double[] terms;

    ExactVariance(TreeRows rows, double[] y, boolean friedman) {
        this.friedman = friedman;
        this.terms = new double[2 * rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            terms[2 * i] = rows.weight(i) * y[rows.row(i)];
            terms[2 * i + 1] = rows.weight(i);
        }
    }

    @Override
    public int valuesPerNode() {
        return 1;
    }

    @Override
    public Sums sums(long[] list, int from, int to) {
        double sum = 0;
        double squares = 0;
        double weight = 0;
        for (int i = from; i < to; i++) {
            int at = 2 * Packed.row(list[i]);
            double term = terms[at];
            double w = terms[at + 1];
            sum += term;
            // Exact: the target is the quotient of two integers of which one divides the other.
            squares += term * (term / w);
            weight += w;
        }
        return new Sums(sum, squares, weight);
    }

    @Override
    public Sums without(Sums node, Sums some) {
        return new Sums(node.sum - some.sum, node.squares - some.squares, node.weight - some.weight);
    }

    @Override
    public double weight(Sums sums) {
        return sums.weight;
    }

    @Override
    public double impurity(Sums sums) {
        double mean = sums.sum / sums.weight;
        return sums.squares / sums.weight - mean * mean;
    }

    @Override
    public void storeValue(Sums sums, TreeBuilder tree, int node) {
        tree.setValue(node, 0, sums.sum / sums.weight);
    }

    @Override
    public void scan(Sums node, NodeRange range, int feature, long[] list, BestSplit best) {
        double sum = 0;
        double weight = 0;
        int last = range.end() - range.minRows();
        int first = range.start() + range.minRows();
        long previous = list[range.start()];
        for (int p = range.start() + 1; p <= last; p++) {
            int at = 2 * Packed.row(previous);
            sum += terms[at];
            weight += terms[at + 1];
            long current = list[p];
            boolean same = Packed.value(current) <= Packed.value(previous) + Packed.FEATURE_THRESHOLD;
            previous = current;
            if (same || p < first) {
                continue;
            }
            double otherWeight = node.weight - weight;
            if (weight < range.minWeight() || otherWeight < range.minWeight()) {
                continue;
            }
            double proxy = proxy(sum, weight, node.sum - sum, otherWeight);
            if (proxy > best.proxy) {
                best.take(proxy, feature, list, p);
            }
        }
    }

    @Override
    public double improvement(Sums node, double impurity, Sums left, Sums right, double allWeight) {
        if (friedman) {
            double difference = right.weight * left.sum - left.weight * right.sum;
            return difference * difference / (left.weight * right.weight * node.weight);
        }
        return OrderFreeCriterion.super.improvement(node, impurity, left, right, allWeight);
    }

    private double proxy(double leftSum, double leftWeight, double rightSum, double rightWeight) {
        if (friedman) {
            double difference = rightWeight * leftSum - leftWeight * rightSum;
            return difference * difference / (leftWeight * rightWeight);
        }
        return leftSum * leftSum / leftWeight + rightSum * rightSum / rightWeight;
    }
}
