package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;

/**
 * The rows of a tree in the order of each feature. A node is the same range in every list;
 * splitting a node parts that range of each list, and both parts stay sorted, so that no node sorts
 * again.
 */
final class SortedLists implements NodeLists {
    private final long[][] lists;
    private final byte[] isRight;
    private final long[] aside;

    SortedLists(Presorted presorted, int features, TreeRows rows, CancelCheck patience) {
        this.lists = new long[features][];
        for (int f = 0; f < features; f++) {
            patience.spend(rows.count());
            lists[f] = presorted.listFor(f, rows);
        }
        this.isRight = new byte[rows.count()];
        this.aside = new long[rows.count()];
    }

    long[] list(int feature) {
        return lists[feature];
    }

    /**
     * Notes for each row of a node on which side it goes: left when it comes before the middle in
     * the feature's list.
     */
    void choose(int feature, int start, int middle, int end) {
        long[] list = lists[feature];
        for (int i = start; i < middle; i++) {
            isRight[Packed.row(list[i])] = 0;
        }
        for (int i = middle; i < end; i++) {
            isRight[Packed.row(list[i])] = 1;
        }
    }

    @Override
    public long[] sorted(int feature, int start, int end) {
        return lists[feature];
    }

    @Override
    public void part(BestSplit split, FeatureDraw draw, int constants, NodeRange node) {
        choose(split.feature(), node.start(), split.position(), node.end());
        part(draw, constants, node.start(), node.end());
    }

    boolean goesRight(int row) {
        return isRight[row] != 0;
    }

    /**
     * Parts a node in every list as chosen, but for features known to be constant, which are not
     * looked at again.
     *
     * @param draw the features, the {@code constants} constant ones first
     */
    void part(FeatureDraw draw, int constants, int start, int end) {
        for (int position = constants; position < draw.count(); position++) {
            part(lists[draw.featureAt(position)], start, end);
        }
    }

    private void part(long[] list, int start, int end) {
        int left = start;
        int right = 0;
        // Every element is written to both sides, and only one of the two places is kept: no branch
        // to mispredict.
        for (int i = start; i < end; i++) {
            long packed = list[i];
            int side = isRight[Packed.row(packed)];
            list[left] = packed;
            aside[right] = packed;
            left += 1 - side;
            right += side;
        }
        System.arraycopy(aside, 0, list, left, right);
    }
}
