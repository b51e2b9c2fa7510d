package dev.tasuki.learn.boost;

/**
 * What boosting takes at most, known before it begins. All figures are bounds: trees are mostly smaller.
 *
 * @param nodes nodes of all trees
 * @param modelBytes memory of these nodes
 * @param histogramBytes memory of the histograms of one tree's open nodes
 * @param rowBytes memory of bins, gradients and predictions of the rows, their values not counted
 * @param work values looked at: rows times features for each level of each tree, were it balanced
 */
public record BoostSize(long nodes, long modelBytes, long histogramBytes, long rowBytes, double work) {
    /** What a node takes while its tree grows: sums, a split and their headers. */
    private static final long BYTES_PER_OPEN_NODE = 256;

    private static final int WIDEST = 3;

    /**
     * The bounds of a fit.
     *
     * @param rows number of rows, at least 1
     * @param features number of features, at least 1
     * @param classes number of classes; 1 for numbers
     */
    public static BoostSize of(long rows, long features, int classes, BoostParameters parameters) {
        long perRound = classes <= 2 ? 1 : classes;
        long leaves = leaves(rows, parameters);
        long perTree = 2 * leaves - 1;
        long trees = perRound * parameters.maxIter();
        // An open node has twice the rows of a leaf, but for the root; one more is made before one ends.
        long open = Math.min(leaves, Math.max(1, rows / (2L * parameters.minSamplesLeaf()))) + 1;
        long bins = features * (parameters.maxBins() + 1L);
        long levels = 64 - Long.numberOfLeadingZeros(leaves);
        return new BoostSize(
                trees * perTree,
                trees * perTree * BoostTree.BYTES_PER_NODE + perTree * BYTES_PER_OPEN_NODE,
                open * bins * WIDEST * Double.BYTES,
                rows * (features + 4L * Integer.BYTES + perRound * (Double.BYTES + 2L * Float.BYTES)),
                (double) trees * rows * features * levels + (double) trees * perTree * bins);
    }

    private static long leaves(long rows, BoostParameters parameters) {
        long leaves = Math.max(1, rows / parameters.minSamplesLeaf());
        if (parameters.maxLeafNodes().isPresent()) {
            leaves = Math.min(leaves, parameters.maxLeafNodes().getAsInt());
        }
        int depth = parameters.maxDepth().orElse(Integer.MAX_VALUE);
        return depth < 32 ? Math.min(leaves, 1L << depth) : leaves;
    }
}
