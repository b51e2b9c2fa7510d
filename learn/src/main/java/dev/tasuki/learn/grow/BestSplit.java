package dev.tasuki.learn.grow;

/** The best split of a node so far. Not thread-safe. */
final class BestSplit {
    private static final int NO_FEATURE = -1;

    double proxy;
    private int feature;
    private int position;
    private double threshold;

    /** Forgets. */
    void clear() {
        proxy = Double.NEGATIVE_INFINITY;
        feature = NO_FEATURE;
    }

    /**
     * Takes a better split.
     *
     * @param list the node's rows in the feature's order
     * @param at the first position of the right side
     */
    void take(double better, int byFeature, long[] list, int at) {
        proxy = better;
        feature = byFeature;
        position = at;
        float below = Packed.value(list[at - 1]);
        float above = Packed.value(list[at]);
        double middle = (double) below / 2.0 + (double) above / 2.0;
        threshold = middle == above || Double.isInfinite(middle) ? below : middle;
    }

    boolean found() {
        return feature != NO_FEATURE;
    }

    int feature() {
        return feature;
    }

    int position() {
        return position;
    }

    double threshold() {
        return threshold;
    }
}
