package dev.tasuki.learn.boost;

import org.jspecify.annotations.Nullable;

/**
 * Finds the best split of a node by a feature of categories: they are put in the order of their mean
 * gradients, and the best cut of that order is looked for from both ends (Fisher, "On grouping for
 * maximum homogeneity", 1958). Serves one search.
 */
final class CategorySearch {
    /** Rows a category needs to take part, and what smooths the mean of small ones. */
    private static final double SUPPORT = 10;

    private final SplitSearch search;
    private final GrowingNode node;
    private final SplitSearch.View view;
    private final int[] order;
    private final double[] keys;
    private int used;

    CategorySearch(SplitSearch search, GrowingNode node, SplitSearch.View view) {
        this.search = search;
        this.node = node;
        this.view = view;
        int bins = search.bins(view.feature()) + (search.missing(view.feature()) ? 1 : 0);
        this.order = new int[bins];
        this.keys = new double[bins];
    }

    /** The best split; null when there is none. */
    @Nullable
    SplitPoint best() {
        chooseUsed();
        if (used < 2) {
            return null;
        }
        sort(0, used, new int[used]);
        SplitSearch.Best best = new SplitSearch.Best();
        int middle = (used + 1) / 2;
        int cut = scan(0, 1, middle, best);
        double forward = best.gain();
        int backCut = scan(used - 1, -1, middle - 1, best);
        if (!best.found()) {
            return null;
        }
        CodeSet left = best.gain() > forward ? bins(backCut, used) : bins(0, cut + 1);
        best.missingGoLeft(search.missing(view.feature()) && left.contains(search.bins(view.feature())));
        return search.point(node, view.feature(), best, left);
    }

    private void chooseUsed() {
        double support = node.rows() / node.hessians;
        for (int bin = 0; bin < order.length; bin++) {
            double hessians = view.hessians(bin);
            if (hessians * support >= SUPPORT) {
                order[used++] = bin;
                keys[bin] = view.gradients(bin) / (hessians + SUPPORT);
            }
        }
    }

    /** glibc's merge sort under scikit-learn's comparison: of equal keys the right one comes first. */
    private void sort(int from, int count, int[] scratch) {
        if (count <= 1) {
            return;
        }
        int half = count / 2;
        sort(from, half, scratch);
        sort(from + half, count - half, scratch);
        System.arraycopy(order, from, scratch, 0, half);
        int left = 0;
        int right = from + half;
        int to = from;
        while (left < half) {
            if (right == from + count || keys[scratch[left]] < keys[order[right]]) {
                order[to++] = scratch[left++];
            } else {
                order[to++] = order[right++];
            }
        }
    }

    /** The best position up to which categories go left, counted from one end. */
    private int scan(int first, int step, int count, SplitSearch.Best best) {
        double gradients = 0;
        double hessians = 0;
        double rows = 0;
        int cut = -1;
        for (int i = 0; i < count; i++) {
            int at = first + i * step;
            int bin = order[at];
            rows += view.count(bin);
            hessians += view.hessians(bin);
            gradients += view.gradients(bin);
            if (rows < search.minRows() || hessians < SplitSearch.LEAST_HESSIAN) {
                continue;
            }
            if (node.rows() - rows < search.minRows() || node.hessians - hessians < SplitSearch.LEAST_HESSIAN) {
                break;
            }
            double gain = search.gain(node, gradients, hessians);
            if (gain > best.gain() && gain > 0) {
                best.take(gain, -1, false, gradients, hessians);
                cut = at;
            }
        }
        return cut;
    }

    private CodeSet bins(int from, int to) {
        CodeSet set = CodeSet.EMPTY;
        for (int i = from; i < to; i++) {
            set = set.with(order[i]);
        }
        return set;
    }
}
