package dev.tasuki.learn.grow;

/**
 * The order in which scikit-learn's splitter would hold the rows of a node. It sorts its one array
 * of rows by every feature it visits and never puts it back, so that a node's order comes of the
 * last sort, and the order of equal values of all sorts before. Sums of floating point numbers are
 * taken in that order, which is why it is followed here.
 *
 * <p>Where a node has no equal values of a feature, the sorted order is the only one possible, and
 * the presorted list serves. Elsewhere the sort is played again from the order before. Not
 * thread-safe.
 */
final class RowOrder {
    private final SortedLists lists;
    private final int[][] keys;
    private final long[] settled;
    private final long[] replayed;
    private long[] current;

    RowOrder(float[][] columns, SortedLists lists, TreeRows rows) {
        this.lists = lists;
        this.keys = new int[columns.length][rows.count()];
        for (int f = 0; f < columns.length; f++) {
            for (int i = 0; i < rows.count(); i++) {
                keys[f][i] = Packed.key(columns[f][rows.row(i)]);
            }
        }
        this.settled = new long[rows.count()];
        this.replayed = new long[rows.count()];
        this.current = settled;
        for (int i = 0; i < settled.length; i++) {
            settled[i] = i;
        }
    }

    /** The node's rows as they lie now; positions outside the node mean nothing. */
    long[] current() {
        return current;
    }

    /** Begins a node: its rows lie as its parent's split left them. */
    void begin() {
        current = settled;
    }

    /** Sorts the node by a feature. */
    void sortBy(int feature, int start, int end) {
        long[] list = lists.list(feature);
        if (Packed.key(list[start]) == Packed.key(list[end - 1])) {
            // The sort leaves a constant alone.
            return;
        }
        current = PackedSort.hasEqualValues(list, start, end) ? replay(feature, start, end) : list;
    }

    /**
     * Moves the rows that go left before those that go right, as the splitter does: swapping with
     * the last unseen.
     */
    void settle(int start, int end) {
        // Does nothing where the node was not sorted at all.
        System.arraycopy(current, start, settled, start, end - start);
        int p = start;
        int q = end;
        while (p < q) {
            long packed = settled[p];
            if (lists.goesRight(Packed.row(packed))) {
                settled[p] = settled[--q];
                settled[q] = packed;
            } else {
                p++;
            }
        }
        current = settled;
    }

    private long[] replay(int feature, int start, int end) {
        int[] keyOf = keys[feature];
        for (int i = start; i < end; i++) {
            int row = Packed.row(current[i]);
            replayed[i] = Packed.of(keyOf[row], row);
        }
        PackedSort.sort(replayed, lists.list(feature), start, end);
        return replayed;
    }
}
