package dev.tasuki.core.data.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first bytes of a file, UTF-8.
 *
 * @param bytes that were read
 * @param from where the first row begins
 * @param whole whether they are the whole file
 */
record FileHead(byte[] bytes, int from, boolean whole) {
    private static final int LONGEST = 200;

    /**
     * Cuts rows into cells by the rules by which the file will be read. Blank rows are left out, and so is a last row
     * whose end is not there.
     *
     * @return of each row where its cells begin and end, by turns
     */
    List<int[]> rows(char separator, int most) {
        List<int[]> rows = new ArrayList<>();
        int at = from;
        while (at < bytes.length && rows.size() < most) {
            int[] row = new int[16];
            int cells = 0;
            int end;
            do {
                end = endOfCell(at, separator);
                if (end < 0 || end == bytes.length && !whole) {
                    return rows;
                }
                row = cells * 2 == row.length ? Arrays.copyOf(row, row.length * 2) : row;
                row[cells * 2] = at;
                row[cells * 2 + 1] = end;
                cells++;
                at = end + 1;
            } while (end < bytes.length && bytes[end] == separator);
            if (cells > 1 || !blank(row[0], row[1])) {
                rows.add(Arrays.copyOf(row, cells * 2));
            }
        }
        return rows;
    }

    /** A cell as it was written, at most its first letters. */
    String text(int start, int end) {
        return new String(bytes, start, Math.min(end - start, LONGEST), StandardCharsets.UTF_8);
    }

    /** Where the separator or the end of the line stands; -1 if a quote is never closed or not well. */
    private int endOfCell(int start, char separator) {
        int at = start;
        if (at < bytes.length && bytes[at] == '"') {
            at++;
            while (at < bytes.length && (bytes[at] != '"' || at + 1 < bytes.length && bytes[at + 1] == '"')) {
                at += bytes[at] == '"' ? 2 : 1;
            }
            if (at >= bytes.length) {
                return -1;
            }
            at++;
            return at == bytes.length || ends(bytes[at], separator) ? at : -1;
        }
        while (at < bytes.length && !ends(bytes[at], separator)) {
            at++;
        }
        return at;
    }

    private static boolean ends(byte b, char separator) {
        return b == separator || b == '\n' || b == '\r';
    }

    private boolean blank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
