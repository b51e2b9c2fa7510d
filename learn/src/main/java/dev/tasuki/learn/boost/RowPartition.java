package dev.tasuki.learn.boost;

import java.util.Arrays;

/**
 * The rows of a tree in the order of its nodes: each node has a range, and splitting it moves its left
 * rows to the front without changing their order. Not thread-safe.
 */
final class RowPartition {
    static final int PART = 1 << 15;
    private static final int CODES = 256;

    private final BinnedRows rows;
    private final SharedLoops loops;
    private final int[] order;
    private final int[] scratch;

    RowPartition(BinnedRows rows, SharedLoops loops) {
        this.rows = rows;
        this.loops = loops;
        this.order = new int[rows.rows()];
        this.scratch = new int[rows.rows()];
    }

    /** All rows in their own order, for a new tree. */
    void reset() {
        Arrays.setAll(order, row -> row);
    }

    int[] order() {
        return order;
    }

    /** Moves the rows of a node and gives the first position of the right side. */
    int split(GrowingNode node, SplitPoint by) {
        byte[] codes = rows.codes(by.feature());
        byte[] leftCodes = leftCodes(by);
        int parts = (node.rows() + PART - 1) / PART;
        int[] lefts = new int[parts];
        loops.each(parts, part -> {
            int from = node.start + part * PART;
            lefts[part] = split(from, Math.min(node.end, from + PART), codes, leftCodes);
        });
        int middle = node.start;
        for (int part = 0; part < parts; part++) {
            System.arraycopy(order, node.start + part * PART, order, middle, lefts[part]);
            middle += lefts[part];
        }
        int to = middle;
        for (int part = 0; part < parts; part++) {
            int from = node.start + part * PART;
            int rights = Math.min(node.end - from, PART) - lefts[part];
            System.arraycopy(scratch, from, order, to, rights);
            to += rights;
        }
        return middle;
    }

    /** Gathers left rows at the front, right rows in the scratch, without a branch that chance decides. */
    private int split(int from, int end, byte[] codes, byte[] leftCodes) {
        int left = from;
        int right = from;
        for (int i = from; i < end; i++) {
            int row = order[i];
            int isLeft = leftCodes[codes[row] & 0xFF];
            order[left] = row;
            scratch[right] = row;
            left += isLeft;
            right += 1 - isLeft;
        }
        return left - from;
    }

    private byte[] leftCodes(SplitPoint by) {
        byte[] isLeft = new byte[CODES];
        int missing = rows.bins().count(by.feature());
        for (int bin = 0; bin < missing; bin++) {
            boolean goesLeft = by.byCategories() ? by.categories().contains(bin) : bin <= by.bin();
            isLeft[bin] = (byte) (goesLeft ? 1 : 0);
        }
        isLeft[missing] = (byte) (by.missingLeft() ? 1 : 0);
        return isLeft;
    }
}
