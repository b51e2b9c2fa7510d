package dev.tasuki.learn.metric;

import dev.tasuki.learn.numpy.PairwiseSum;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of two classes, best first, and what follows from their order: the curves and areas of
 * {@code sklearn.metrics}, to the last bit (Fawcett, "An introduction to ROC analysis", 2006, describes
 * them). Immutable.
 */
public final class RankedScores {
    /** Of each distinct score, descending: the score, and rows of class 1 and of class 0 at or above it. */
    private final double[] thresholds;

    private final int[] hits;
    private final int[] misses;

    private RankedScores(double[] thresholds, int[] hits, int[] misses) {
        this.thresholds = thresholds;
        this.hits = hits;
        this.misses = misses;
    }

    /**
     * Ranks.
     *
     * @param positive which rows are of class 1
     * @param scores how much each row is of class 1; no NaN
     * @throws IllegalArgumentException when lengths differ or there is no row
     */
    public static RankedScores of(boolean[] positive, double[] scores) {
        int rows = positive.length;
        if (rows == 0 || rows != scores.length) {
            throw new IllegalArgumentException("there are " + rows + " classes and " + scores.length
                    + " scores; equal, non-zero numbers are needed");
        }
        double[] all = new double[rows];
        double[] ofPositive = new double[rows];
        int positives = 0;
        for (int row = 0; row < rows; row++) {
            // 0.0 in place of -0.0, which sorts apart and is the same score.
            all[row] = scores[row] + 0.0;
            if (positive[row]) {
                ofPositive[positives++] = all[row];
            }
        }
        Arrays.sort(all);
        Arrays.sort(ofPositive, 0, positives);
        double[] thresholds = new double[rows];
        int[] hits = new int[rows];
        int[] misses = new int[rows];
        int distinct = 0;
        int found = 0;
        for (int i = rows - 1; i >= 0; i--) {
            if (i == 0 || all[i] != all[i - 1]) {
                while (found < positives && ofPositive[positives - 1 - found] >= all[i]) {
                    found++;
                }
                thresholds[distinct] = all[i];
                hits[distinct] = found;
                misses[distinct] = rows - i - found;
                distinct++;
            }
        }
        return new RankedScores(
                Arrays.copyOf(thresholds, distinct), Arrays.copyOf(hits, distinct), Arrays.copyOf(misses, distinct));
    }

    /**
     * A point of a curve.
     *
     * @param x share of class 0 taken for 1, or recall
     * @param y share of class 1 found, or precision
     * @param threshold rows of this score and above are taken for class 1
     */
    public record Point(double x, double y, double threshold) {}

    /** Points of {@link #roc()}. */
    public int rocPoints() {
        return corners().length + 1;
    }

    /** Points of {@link #precisionRecall()}. */
    public int precisionRecallPoints() {
        return hits.length;
    }

    /**
     * The receiver operating characteristic ({@code roc_curve}) from (0, 0) to (1, 1), without points in
     * the middle of straight lines. NaN where one of the classes does not occur.
     */
    public List<Point> roc() {
        return roc(Integer.MAX_VALUE);
    }

    /** The same with at most so many points, at least 2, which lie evenly on the way. */
    public List<Point> roc(int most) {
        int[] corners = corners();
        double allHits = hits[hits.length - 1];
        double allMisses = misses[misses.length - 1];
        // The first point stands before all scores.
        return new CurveThinning(
                        corners.length + 1,
                        i -> i == 0 ? 0 / allMisses : misses[corners[i - 1]] / allMisses,
                        i -> i == 0 ? 0 / allHits : hits[corners[i - 1]] / allHits)
                .points(most, i -> i == 0 ? thresholds[0] + 1 : thresholds[corners[i - 1]]);
    }

    /** The scores at which the curve begins, ends or turns. */
    private int[] corners() {
        int last = hits.length - 1;
        int[] corners = new int[hits.length];
        int found = 0;
        for (int i = 0; i <= last; i++) {
            boolean straight = last > 1 && i > 0 && i < last && turn(hits, i) == 0 && turn(misses, i) == 0;
            if (!straight) {
                corners[found++] = i;
            }
        }
        return Arrays.copyOf(corners, found);
    }

    /** The area under {@link #roc} ({@code roc_auc_score}); NaN where one of the classes does not occur. */
    public double rocAuc() {
        int[] corners = corners();
        double allHits = hits[hits.length - 1];
        double allMisses = misses[misses.length - 1];
        double[] parts = new double[corners.length];
        double x = 0 / allMisses;
        double y = 0 / allHits;
        for (int i = 0; i < parts.length; i++) {
            double nextX = misses[corners[i]] / allMisses;
            double nextY = hits[corners[i]] / allHits;
            parts[i] = (nextX - x) * (nextY + y) / 2.0;
            x = nextX;
            y = nextY;
        }
        return PairwiseSum.of(parts);
    }

    /**
     * Precision (y) over recall (x), from the highest threshold to the lowest
     * ({@code precision_recall_curve} in the opposite order, without its last point).
     */
    public List<Point> precisionRecall() {
        return precisionRecall(Integer.MAX_VALUE);
    }

    /** The same with at most so many points, at least 2, which lie evenly on the way. */
    public List<Point> precisionRecall(int most) {
        return new CurveThinning(hits.length, this::recall, this::precision).points(most, i -> thresholds[i]);
    }

    private double recall(int i) {
        double all = hits[hits.length - 1];
        return all == 0 ? 1 : hits[i] / all;
    }

    private double precision(int i) {
        return hits[i] / (double) (hits[i] + misses[i]);
    }

    /** The mean precision, weighed by what each threshold adds to recall ({@code average_precision_score}). */
    public double averagePrecision() {
        double[] parts = new double[hits.length];
        for (int i = 0; i < parts.length; i++) {
            int at = parts.length - 1 - i;
            double next = at == 0 ? 0 : recall(at - 1);
            parts[i] = (next - recall(at)) * precision(at);
        }
        return -PairwiseSum.of(parts);
    }

    /** The second difference around a point. */
    private static int turn(int[] counts, int at) {
        return counts[at + 1] - 2 * counts[at] + counts[at - 1];
    }
}
