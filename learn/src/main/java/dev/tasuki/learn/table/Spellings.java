package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the numbers of a column were written, kept while the column might still turn out to be text.
 * Beyond its budget it keeps nothing more: later numbers of a text column are then written anew,
 * whole ones exactly, others in the shortest form.
 */
final class Spellings {
    private final int budget;
    private byte[] bytes = new byte[256];
    private int[] ends = new int[64];
    private int rows;
    private boolean full;

    Spellings(int budget) {
        this.budget = budget;
    }

    /** Keeps the spelling of the next row. */
    void add(byte[] from, int start, int end) {
        if (full) {
            return;
        }
        int used = rows == 0 ? 0 : ends[rows - 1];
        int needed = used + end - start;
        if (needed > budget || rows >= budget / 4) {
            full = true;
            return;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, rows * 2);
        }
        System.arraycopy(from, start, bytes, used, end - start);
        ends[rows++] = needed;
    }

    /** The row's number as text. */
    String of(int row, double value) {
        if (row < rows) {
            int from = row == 0 ? 0 : ends[row - 1];
            return new String(bytes, from, ends[row] - from, StandardCharsets.US_ASCII);
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) <= 0x1p53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
