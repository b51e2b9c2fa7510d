package dev.tasuki.learn.table;

import java.util.Arrays;

/**
 * At which line of the file each row begins; only the rows at which the distance changes are kept.
 */
final class LineNumbers {
    private int[] rows = new int[4];
    private long[] distances = new long[4];
    private int kept;

    /** Row 0 on line 2 and every row on the line after the last. */
    static LineNumbers afterHeader() {
        LineNumbers lines = new LineNumbers();
        lines.add(0, 2);
        return lines;
    }

    /** Notes where a row begins; rows come in ascending order. */
    void add(int row, long line) {
        long distance = line - row;
        if (kept > 0 && distances[kept - 1] == distance) {
            return;
        }
        if (kept == rows.length) {
            rows = Arrays.copyOf(rows, kept * 2);
            distances = Arrays.copyOf(distances, kept * 2);
        }
        rows[kept] = row;
        distances[kept++] = distance;
    }

    long of(int row) {
        int at = Arrays.binarySearch(rows, 0, kept, row);
        return row + distances[at >= 0 ? at : -at - 2];
    }
}
