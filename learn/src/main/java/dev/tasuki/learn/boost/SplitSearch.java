package dev.tasuki.learn.boost;

import org.jspecify.annotations.Nullable;

/**
 * Finds the best split of a node by one feature from its histogram, in scikit-learn's order of
 * operations (Chen and Guestrin, "XGBoost", 2016, describe the gain). Safe to use from many threads.
 */
final class SplitSearch {
    static final double LEAST_HESSIAN = 1e-3;

    private static final double TINY = 1e-15;

    private final BinnedRows rows;
    private final Histograms histograms;
    private final int minRows;
    private final double l2;

    SplitSearch(BinnedRows rows, Histograms histograms, BoostParameters parameters) {
        this.rows = rows;
        this.histograms = histograms;
        this.minRows = parameters.minSamplesLeaf();
        this.l2 = parameters.l2Regularization();
    }

    /** The best split of a node by a feature; null when there is none. */
    @Nullable
    SplitPoint best(GrowingNode node, double[] histogram, int feature) {
        if (rows.bins().categorical(feature)) {
            return new CategorySearch(this, node, new View(histogram, feature)).best();
        }
        View view = new View(histogram, feature);
        Best best = new Best();
        int bins = rows.bins().count(feature);
        forward(node, view, rows.missing(feature) ? bins : bins - 1, best);
        if (rows.missing(feature)) {
            backward(node, view, bins - 2, best);
        }
        return best.found() ? point(node, feature, best, CodeSet.EMPTY) : null;
    }

    SplitPoint point(GrowingNode node, int feature, Best best, CodeSet categories) {
        double rightGradients = node.gradients - best.gradients;
        double rightHessians = node.hessians - best.hessians;
        return new SplitPoint(
                feature,
                best.bin,
                categories,
                best.missingLeft,
                best.gain,
                new GrowingNode.Sums(best.gradients, best.hessians, value(best.gradients, best.hessians)),
                new GrowingNode.Sums(rightGradients, rightHessians, value(rightGradients, rightHessians)));
    }

    boolean missing(int feature) {
        return rows.missing(feature);
    }

    int bins(int feature) {
        return rows.bins().count(feature);
    }

    int minRows() {
        return minRows;
    }

    /** The gain of a split into these sums. */
    double gain(GrowingNode node, double leftGradients, double leftHessians) {
        return gain(node, leftGradients, leftHessians, node.gradients - leftGradients, node.hessians - leftHessians);
    }

    private double value(double gradients, double hessians) {
        return -gradients / (hessians + l2 + TINY);
    }

    /** Rows of ever more bins go left, missing values right. */
    private void forward(GrowingNode node, View view, int end, Best best) {
        double gradients = 0;
        double hessians = 0;
        double count = 0;
        double all = node.rows();
        for (int bin = 0; bin < end; bin++) {
            double binCount = view.count(bin);
            double binGradients = view.gradients(bin);
            double binHessians = view.hessians(bin);
            if (binCount == 0 && binGradients == 0 && binHessians == 0) {
                continue;
            }
            count += binCount;
            hessians += binHessians;
            gradients += binGradients;
            if (count < minRows) {
                continue;
            }
            if (all - count < minRows) {
                break;
            }
            if (hessians < LEAST_HESSIAN) {
                continue;
            }
            if (node.hessians - hessians < LEAST_HESSIAN) {
                break;
            }
            double gain = gain(node, gradients, hessians);
            if (gain > best.gain && gain > 0) {
                best.take(gain, bin, false, gradients, hessians);
            }
        }
    }

    /** Rows of ever more bins go right, missing values left. */
    private void backward(GrowingNode node, View view, int from, Best best) {
        double gradients = 0;
        double hessians = 0;
        double count = 0;
        double all = node.rows();
        for (int bin = from; bin >= 0; bin--) {
            count += view.count(bin + 1);
            hessians += view.hessians(bin + 1);
            gradients += view.gradients(bin + 1);
            if (count < minRows) {
                continue;
            }
            if (all - count < minRows) {
                break;
            }
            if (hessians < LEAST_HESSIAN) {
                continue;
            }
            double leftHessians = node.hessians - hessians;
            if (leftHessians < LEAST_HESSIAN) {
                break;
            }
            double leftGradients = node.gradients - gradients;
            double gain = gain(node, leftGradients, leftHessians, gradients, hessians);
            if (gain > best.gain && gain > 0) {
                best.take(gain, bin, true, leftGradients, leftHessians);
            }
        }
    }

    private double gain(
            GrowingNode node, double leftGradients, double leftHessians, double rightGradients, double rightHessians) {
        double gain = node.gradients * node.value;
        gain -= leftGradients * value(leftGradients, leftHessians);
        gain -= rightGradients * value(rightGradients, rightHessians);
        return gain;
    }

    /** The bins of one feature in a histogram. */
    final class View {
        private final double[] sums;
        private final int offset;
        private final int width;
        private final int feature;

        View(double[] sums, int feature) {
            this.sums = sums;
            this.offset = histograms.offset(feature);
            this.width = histograms.width();
            this.feature = feature;
        }

        int feature() {
            return feature;
        }

        double gradients(int bin) {
            return sums[offset + bin * width];
        }

        double count(int bin) {
            return sums[offset + bin * width + 1];
        }

        double hessians(int bin) {
            return sums[offset + bin * width + width - 1];
        }
    }

    /** The best so far. */
    static final class Best {
        private static final int NONE = Integer.MIN_VALUE;

        private double gain = -1;
        private int bin = NONE;
        private boolean missingLeft;
        private double gradients;
        private double hessians;

        double gain() {
            return gain;
        }

        boolean found() {
            return bin != NONE;
        }

        void take(double newGain, int newBin, boolean isMissingLeft, double leftGradients, double leftHessians) {
            gain = newGain;
            bin = newBin;
            missingLeft = isMissingLeft;
            gradients = leftGradients;
            hessians = leftHessians;
        }

        void missingGoLeft(boolean isLeft) {
            missingLeft = isLeft;
        }
    }
}
