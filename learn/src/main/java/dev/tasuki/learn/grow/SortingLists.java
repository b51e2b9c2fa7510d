package dev.tasuki.learn.grow;

import java.util.Arrays;

/**
 * Sorts a node whenever it is asked for: the better way when few of many features are looked at,
 * and lists for all of them would cost more to keep.
 */
final class SortingLists implements NodeLists {
    private final float[][] columns;
    private final TreeRows rows;
    private final int[] order;
    private final long[] sorted;

    SortingLists(float[][] columns, TreeRows rows) {
        this.columns = columns;
        this.rows = rows;
        this.order = new int[rows.count()];
        this.sorted = new long[rows.count()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    @Override
    public long[] sorted(int feature, int start, int end) {
        float[] column = columns[feature];
        for (int i = start; i < end; i++) {
            int row = order[i];
            sorted[i] = Packed.of(column[rows.row(row)], row);
        }
        Arrays.sort(sorted, start, end);
        return sorted;
    }

    @Override
    public void part(BestSplit split, FeatureDraw draw, int constants, NodeRange node) {
        long[] list = sorted(split.feature(), node.start(), node.end());
        for (int i = node.start(); i < node.end(); i++) {
            order[i] = Packed.row(list[i]);
        }
    }
}
