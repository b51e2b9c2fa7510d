package dev.tasuki.learn.grow;

/** A way to look for the best cut of a node's rows by one of its features. Serves one tree. */
interface CutSearch {
    /**
     * Looks for the best cut of the rows from {@code start} to {@code end} and brings them into its order:
     * those that go left first.
     *
     * @param knownConstants features known to be constant here
     * @return features known to be constant in the children
     */
    int search(int start, int end, int knownConstants);

    /** What the last search found; its position is the end when there is no cut. */
    Cut best();

    /**
     * A cut.
     *
     * @param feature by which rows are cut
     * @param position first position of the right side
     * @param threshold up to which rows go left
     */
    record Cut(int feature, int position, double threshold) {}

    /** The features' values and how features are drawn among them. */
    record Columns(float[][] values, TreeSeed seed) {}

    /**
     * What a search works on.
     *
     * @param samples the tree's rows, which searches reorder within a node
     * @param minWeightLeaf weight that each side keeps
     */
    record Rows(
            Columns columns,
            int[] samples,
            double[] weights,
            PlainCriterion criterion,
            TreeLimits limits,
            double minWeightLeaf) {
        FeatureDraw draw() {
            return new FeatureDraw(columns.values.length, limits.maxFeatures(), columns.seed.splitter());
        }

        /** Whether a side would keep too few rows, told before the criterion moves. */
        boolean tooFew(int start, int position, int end) {
            return position - start < limits.minSamplesLeaf() || end - position < limits.minSamplesLeaf();
        }

        /** Whether a side would keep too little weight, told after the criterion moved. */
        boolean tooLight() {
            return criterion.leftWeight() < minWeightLeaf || criterion.rightWeight() < minWeightLeaf;
        }

        void partition(int start, int end, Cut by) {
            float[] column = columns.values[by.feature];
            int p = start;
            int q = end;
            while (p < q) {
                if (column[samples[p]] <= by.threshold) {
                    p++;
                } else {
                    q--;
                    int row = samples[p];
                    samples[p] = samples[q];
                    samples[q] = row;
                }
            }
        }
    }
}
