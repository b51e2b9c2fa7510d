package dev.tasuki.learn.grow;

/**
 * squared_error and friedman_mse on any targets: every sum is taken in a given order of the rows.
 */
final class OrderedVariance {
    /**
     * Sums over the rows of a node, added in its order.
     *
     * @param sum of weight times target
     * @param squares of weight times target times target
     * @param weight of the weights, which are whole
     */
    record Sums(double sum, double squares, double weight) {
        double impurity() {
            double mean = sum / weight;
            return squares / weight - mean * mean;
        }
    }

    /**
     * The impurities on both sides of a split and what it takes away.
     *
     * @param left impurity of the left side
     * @param right impurity of the right side
     * @param improvement the scaled decrease
     */
    record Outcome(double left, double right, double improvement) {}

    private final boolean friedman;
    /**
     * For each row its weight times its target, then its weight: together, as they are read
     * together.
     */
    private final double[] terms;

    private final double[] targets;
    private final double allWeight;

    OrderedVariance(TreeRows rows, double[] y, boolean friedman) {
        this.friedman = friedman;
        this.terms = new double[2 * rows.count()];
        this.targets = new double[rows.count()];
        this.allWeight = rows.allWeight();
        for (int i = 0; i < rows.count(); i++) {
            targets[i] = y[rows.row(i)];
            terms[2 * i] = rows.weight(i) * targets[i];
            terms[2 * i + 1] = rows.weight(i);
        }
    }

    Sums sums(long[] order, int from, int to) {
        double sum = 0;
        double squares = 0;
        double weight = 0;
        for (int i = from; i < to; i++) {
            int row = Packed.row(order[i]);
            double term = terms[2 * row];
            sum += term;
            squares += term * targets[row];
            weight += terms[2 * row + 1];
        }
        return new Sums(sum, squares, weight);
    }

    /** Looks for a better split of a node by one feature, its rows being sorted by that feature. */
    void scan(Sums node, NodeRange range, int feature, long[] sorted, BestSplit best) {
        double sum = 0;
        double weight = 0;
        int end = range.end();
        int last = end - range.minRows();
        int position = range.start();
        float previous = Packed.value(sorted[position]);
        for (int p = position + 1; p <= last; p++) {
            float value = Packed.value(sorted[p]);
            boolean same = value <= previous + Packed.FEATURE_THRESHOLD;
            previous = value;
            if (same || p - range.start() < range.minRows()) {
                continue;
            }
            if (p - position <= end - p) {
                for (; position < p; position++) {
                    int at = 2 * Packed.row(sorted[position]);
                    sum += terms[at];
                    weight += terms[at + 1];
                }
            } else {
                // Fewer rows are left than were passed: scikit-learn takes those away from the
                // whole.
                sum = takenFrom(node.sum, sorted, p, end);
                weight = weightTakenFrom(node.weight, sorted, p, end);
                position = p;
            }
            double otherWeight = node.weight - weight;
            if (weight < range.minWeight() || otherWeight < range.minWeight()) {
                continue;
            }
            double proxy = proxy(sum, weight, node.sum - sum, otherWeight);
            if (proxy > best.proxy) {
                best.take(proxy, feature, sorted, p);
            }
        }
    }

    /**
     * What a split comes to.
     *
     * @param pending the node
     * @param left the sums of the left side, added in order
     * @param order the node's rows, the left side's first
     * @param middle first position of the right side
     */
    Outcome outcome(Pending<Sums> pending, Sums left, long[] order, int middle) {
        Sums node = pending.sums();
        boolean added = middle - pending.start() <= pending.end() - middle;
        double leftSum = added ? left.sum : takenFrom(node.sum, order, middle, pending.end());
        double rightSum = node.sum - leftSum;
        double rightWeight = node.weight - left.weight;
        double leftImpurity = new Sums(leftSum, left.squares, left.weight).impurity();
        double rightImpurity = new Sums(rightSum, node.squares - left.squares, rightWeight).impurity();
        if (friedman) {
            double difference = rightWeight * leftSum - left.weight * rightSum;
            double gain = difference * difference / (left.weight * rightWeight * node.weight);
            return new Outcome(leftImpurity, rightImpurity, gain);
        }
        double decrease = (node.weight / allWeight)
                * (pending.impurity()
                        - (rightWeight / node.weight * rightImpurity)
                        - (left.weight / node.weight * leftImpurity));
        return new Outcome(leftImpurity, rightImpurity, decrease);
    }

    private double takenFrom(double all, long[] order, int from, int end) {
        double sum = all;
        for (int i = end - 1; i >= from; i--) {
            sum -= terms[2 * Packed.row(order[i])];
        }
        return sum;
    }

    private double weightTakenFrom(double all, long[] order, int from, int end) {
        double weight = all;
        for (int i = end - 1; i >= from; i--) {
            weight -= terms[2 * Packed.row(order[i]) + 1];
        }
        return weight;
    }

    private double proxy(double leftSum, double leftWeight, double rightSum, double rightWeight) {
        if (friedman) {
            double difference = rightWeight * leftSum - leftWeight * rightSum;
            return difference * difference / (leftWeight * rightWeight);
        }
        return leftSum * leftSum / leftWeight + rightSum * rightSum / rightWeight;
    }
}
