package dev.tasuki.learn.grow;

import dev.tasuki.learn.CancelCheck;
import java.util.Arrays;

/**
 * All rows in the order of each feature, sorted once for all trees. Immutable and safe to share.
 */
final class Presorted {
    private final long[][] orders;

    private Presorted(long[][] orders) {
        this.orders = orders;
    }

    static Presorted of(float[][] columns, CancelCheck patience) {
        long[][] orders = new long[columns.length][];
        for (int f = 0; f < columns.length; f++) {
            patience.spend(columns[f].length);
            long[] order = new long[columns[f].length];
            for (int row = 0; row < order.length; row++) {
                order[row] = Packed.of(columns[f][row], row);
            }
            Arrays.sort(order);
            orders[f] = order;
        }
        return new Presorted(orders);
    }

    /** The tree's rows in the order of a feature, by their numbers within the tree. */
    long[] listFor(int feature, TreeRows rows) {
        long[] list = new long[rows.count()];
        int filled = 0;
        for (long packed : orders[feature]) {
            int local = rows.numberOf(Packed.row(packed));
            if (local >= 0) {
                list[filled++] = Packed.of(Packed.key(packed), local);
            }
        }
        return list;
    }
}
