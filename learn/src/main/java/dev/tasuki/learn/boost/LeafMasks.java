package dev.tasuki.learn.boost;

import dev.tasuki.learn.CancelCheck;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Predictions of many rows without walking down the trees. Each tree's leaves are the bits of a long, from left to
 * right. A split that sends a row to the right rules out the leaves on its left; the lowest bit that no split has ruled
 * out is the row's leaf. What all the splits of a feature rule out depends on how many of its thresholds the value
 * passes; so it is laid down beforehand, for all trees one after the other, and a row costs one AND for each feature
 * and tree, which the processor does for several trees at once. Immutable.
 *
 * <p>Source of the bits: Lucchese and others, "QuickScorer: a Fast Algorithm to Rank Documents with Additive Ensembles
 * of Regression Trees", SIGIR 2015.
 */
final class LeafMasks {
    /** For fewer rows it costs more to lay down the masks than to walk. */
    static final int LEAST_ROWS = 4_096;

    /** Masks that are held at most: 8 MiB. */
    private static final int MOST_MASKS = 1 << 20;

    /** Rows whose places are found together. */
    private static final int BLOCK = 256;

    private static final int MOST_TREES = 128;
    /** For fewer trees it costs more to find the ranks of the values than to walk. */
    private static final int FEWEST_TREES = 12;

    private static final int LEAVES = Long.SIZE;
    /** Features whose masks are taken together. */
    private static final int FEATURES_ABREAST = 4;
    /** Rows whose sums grow side by side: each sum waits for its former addition. */
    private static final int ROWS_ABREAST = 4;

    private final int trees;
    private final int[] features;
    private final ThresholdRanks[] ranks;
    /** Where the masks of a feature's first rank begin. The first masks of all rule out nothing. */
    private final int[] begin;

    private final long[] masks;
    private final double[] values;

    private LeafMasks(BoostTree[] chunk, int[] features, ThresholdRanks[] ranks) {
        this.trees = chunk.length;
        this.features = features;
        this.ranks = ranks;
        this.begin = new int[features.length];
        int at = trees;
        for (int f = 0; f < features.length; f++) {
            begin[f] = at;
            at += (ranks[f].count() + 2) * trees;
        }
        this.masks = new long[at];
        this.values = new double[trees * LEAVES];
        Arrays.fill(masks, -1L);
        int[] placeOf = new int[Arrays.stream(features).max().orElse(0) + 1];
        for (int f = 0; f < features.length; f++) {
            placeOf[features[f]] = f;
        }
        for (int t = 0; t < trees; t++) {
            ruleOut(chunk[t], t, placeOf);
        }
        for (int f = 0; f < features.length; f++) {
            int end = begin[f] + (ranks[f].count() + 1) * trees;
            for (int i = begin[f] + trees; i < end; i++) {
                masks[i] &= masks[i - trees];
            }
        }
    }

    /** Bytes that masks take at most while so many rows are predicted. */
    static long bytes(long rows) {
        return rows >= LEAST_ROWS ? (long) MOST_MASKS * Long.BYTES : 0;
    }

    /**
     * The masks of some of the trees, from one on; empty when none are to be had: a tree splits by categories or has
     * more than 64 leaves, there are too few trees, or so many thresholds that there would be too many masks.
     */
    private static Optional<LeafMasks> of(BoostTree[] all, int from, int features) {
        for (int count = Math.min(MOST_TREES, all.length - from); count >= FEWEST_TREES; count /= 2) {
            BoostTree[] chunk = Arrays.copyOfRange(all, from, from + count);
            if (Arrays.stream(chunk).anyMatch(t -> t.splitsByCategories() || t.nodes() >= 2 * LEAVES)) {
                return Optional.empty();
            }
            double[][] thresholds = thresholds(chunk, features);
            int[] used = IntStream.range(0, features)
                    .filter(f -> thresholds[f].length > 0)
                    .toArray();
            ThresholdRanks[] ranks = Arrays.stream(used)
                    .mapToObj(f -> new ThresholdRanks(thresholds[f]))
                    .toArray(ThresholdRanks[]::new);
            long held = 1 + Arrays.stream(ranks).mapToLong(r -> r.count() + 2).sum();
            if (held * count <= MOST_MASKS) {
                return Optional.of(new LeafMasks(chunk, used, ranks));
            }
        }
        return Optional.empty();
    }

    /**
     * Adds what trees say of many rows to their sums, as far as it pays and there are masks of them; {@code patience}
     * is asked for each block of rows. Returns the first tree that is left out.
     */
    static int addAll(BoostTree[] all, BoostRows x, double[] sums, CancelCheck patience) {
        int done = 0;
        while (x.rows() >= LEAST_ROWS && done < all.length) {
            LeafMasks masks = of(all, done, x.features()).orElse(null);
            if (masks == null) {
                break;
            }
            for (int from = 0; from < x.rows(); from += BLOCK) {
                patience.spend((long) BLOCK * masks.trees);
                masks.add(x, from, Math.min(x.rows(), from + BLOCK), sums);
            }
            done += masks.trees;
        }
        return done;
    }

    private static double[][] thresholds(BoostTree[] chunk, int features) {
        int[] counts = new int[features];
        for (BoostTree tree : chunk) {
            for (int n = 0; n < tree.nodes(); n++) {
                counts[tree.feature(n)] += tree.isLeaf(n) ? 0 : 1;
            }
        }
        double[][] thresholds = new double[features][];
        Arrays.setAll(thresholds, f -> new double[counts[f]]);
        for (BoostTree tree : chunk) {
            for (int n = 0; n < tree.nodes(); n++) {
                if (!tree.isLeaf(n)) {
                    int f = tree.feature(n);
                    thresholds[f][--counts[f]] = tree.threshold(n);
                }
            }
        }
        return thresholds;
    }

    /** Notes at the rank right after each split's threshold, and where the value is missing, what it rules out. */
    private void ruleOut(BoostTree tree, int t, int[] placeOf) {
        int[] leaves = new int[tree.nodes()];
        int[] first = new int[tree.nodes()];
        // Children come after their parents: leaves are counted from the last node on, and numbered from the first on.
        for (int n = tree.nodes() - 1; n >= 0; n--) {
            leaves[n] = tree.isLeaf(n) ? 1 : leaves[tree.left(n)] + leaves[tree.right(n)];
        }
        for (int n = 0; n < tree.nodes(); n++) {
            if (tree.isLeaf(n)) {
                values[t * LEAVES + first[n]] = tree.value(n);
                continue;
            }
            int middle = first[n] + leaves[tree.left(n)];
            first[tree.left(n)] = first[n];
            first[tree.right(n)] = middle;
            long kept = ~(bitsBelow(middle) & ~bitsBelow(first[n]));
            int f = placeOf[tree.feature(n)];
            masks[begin[f] + (ranks[f].placeOf(tree.threshold(n)) + 1) * trees + t] &= kept;
            if (!tree.missingLeft(n)) {
                masks[begin[f] + (ranks[f].count() + 1) * trees + t] &= kept;
            }
        }
    }

    private static long bitsBelow(int leaf) {
        return leaf >= LEAVES ? -1L : (1L << leaf) - 1;
    }

    /** Adds what the trees say of the rows from one to before another to their sums, in the order of the trees. */
    private void add(BoostRows x, int from, int to, double[] sums) {
        int width = (features.length + FEATURES_ABREAST - 1) / FEATURES_ABREAST * FEATURES_ABREAST;
        int[] places = new int[(to - from) * width];
        for (int f = 0; f < features.length; f++) {
            double[] column = x.column(features[f]);
            for (int row = from; row < to; row++) {
                places[(row - from) * width + f] = begin[f] + ranks[f].rank(column[row]) * trees;
            }
        }
        long[][] left = new long[ROWS_ABREAST][trees];
        int row = from;
        for (; row + ROWS_ABREAST <= to; row += ROWS_ABREAST) {
            for (int r = 0; r < ROWS_ABREAST; r++) {
                narrow(places, (row - from + r) * width, width, left[r]);
            }
            addLeaves(left, sums, row);
        }
        for (; row < to; row++) {
            narrow(places, (row - from) * width, width, left[0]);
            for (int t = 0; t < trees; t++) {
                sums[row] += values[t * LEAVES + Long.numberOfTrailingZeros(left[0][t])];
            }
        }
    }

    /** The leaves of each tree that no feature of a row rules out. */
    private void narrow(int[] places, int offset, int width, long[] left) {
        Arrays.fill(left, -1L);
        for (int f = offset; f < offset + width; f += FEATURES_ABREAST) {
            and(left, places, f);
        }
    }

    private void and(long[] left, int[] places, int first) {
        long[] all = masks;
        int a = places[first];
        int b = places[first + 1];
        int c = places[first + 2];
        int d = places[first + 3];
        for (int t = 0; t < left.length; t++) {
            left[t] &= all[a + t] & all[b + t] & all[c + t] & all[d + t];
        }
    }

    private void addLeaves(long[][] left, double[] sums, int row) {
        double a = sums[row];
        double b = sums[row + 1];
        double c = sums[row + 2];
        double d = sums[row + 3];
        for (int t = 0; t < trees; t++) {
            int first = t * LEAVES;
            a += values[first + Long.numberOfTrailingZeros(left[0][t])];
            b += values[first + Long.numberOfTrailingZeros(left[1][t])];
            c += values[first + Long.numberOfTrailingZeros(left[2][t])];
            d += values[first + Long.numberOfTrailingZeros(left[3][t])];
        }
        sums[row] = a;
        sums[row + 1] = b;
        sums[row + 2] = c;
        sums[row + 3] = d;
    }
}
