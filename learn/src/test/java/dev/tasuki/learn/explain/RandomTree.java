package dev.tasuki.learn.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** A tree of splits of every kind by features that may occur again and again. */
final class RandomTree implements ShapTree {
    /** @param left which values go left; null for a leaf */
    record Split(
            int child, int feature, double cover, @Nullable DoublePredicate left, double[] values) {}

    private final List<Split> nodes = new ArrayList<>();
    private final List<Integer> rights = new ArrayList<>();
    private final SplittableRandom random;
    private final int features;
    private final int outputs;

    RandomTree(long seed, int features, int outputs, int depth) {
        this.random = new SplittableRandom(seed);
        this.features = features;
        this.outputs = outputs;
        grow(depth, 1 + random.nextInt(1_000));
    }

    private int grow(int depth, double cover) {
        int node = nodes.size();
        double[] values = random.doubles(outputs, -10, 10).toArray();
        nodes.add(new Split(NO_CHILD, -2, cover, null, values));
        rights.add(NO_CHILD);
        if (depth > 0 && random.nextInt(8) > 0) {
            int feature = random.nextInt(features);
            // Now and then no training row went a way, or almost none.
            double share = random.nextInt(6) == 0 ? random.nextInt(2) : random.nextDouble();
            DoublePredicate left = split();
            int child = grow(depth - 1, cover * share);
            rights.set(node, grow(depth - 1, cover - cover * share));
            nodes.set(node, new Split(child, feature, cover, left, values));
        }
        return node;
    }

    /** By a threshold, by categories, or only by whether a value is there; missing values have a way of their own. */
    private DoublePredicate split() {
        boolean missingLeft = random.nextBoolean();
        double threshold = random.nextInt(5) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble(0, 8);
        int codes = random.nextInt(256);
        boolean categories = random.nextInt(3) == 0;
        return x -> {
            if (Double.isNaN(x)) {
                return missingLeft;
            }
            return categories ? (codes >> (int) x & 1) == 1 : x <= threshold;
        };
    }

    double[] row() {
        double[] row = new double[features];
        for (int f = 0; f < features; f++) {
            row[f] = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(8);
        }
        return row;
    }

    /** What the tree says when only the features of a set are known. */
    double worth(int node, int set, double[] row, int output) {
        Split split = nodes.get(node);
        if (split.left == null) {
            return split.values[output];
        }
        int right = rights.get(node);
        if ((set & 1 << split.feature) != 0) {
            return worth(split.left.test(row[split.feature]) ? split.child : right, set, row, output);
        }
        double share = split.cover == 0 ? 0.5 : Math.min(1, nodes.get(split.child).cover / split.cover);
        double other = split.cover == 0 ? 0.5 : Math.min(1, nodes.get(right).cover / split.cover);
        return share * worth(split.child, set, row, output) + other * worth(right, set, row, output);
    }

    @Override
    public int nodes() {
        return nodes.size();
    }

    @Override
    public int left(int node) {
        return nodes.get(node).child;
    }

    @Override
    public int right(int node) {
        return rights.get(node);
    }

    @Override
    public int feature(int node) {
        return nodes.get(node).feature;
    }

    @Override
    public double cover(int node) {
        return nodes.get(node).cover;
    }

    @Override
    public boolean goesLeft(int node, double[] row) {
        Split split = nodes.get(node);
        return split.left != null && split.left.test(row[split.feature]);
    }

    @Override
    public void values(int leaf, double[] into) {
        System.arraycopy(nodes.get(leaf).values, 0, into, 0, outputs);
    }
}
