package dev.tasuki.core.data.dialect;

import java.util.ArrayList;
import java.util.List;

/**
 * Recognises what parts the fields of a file by its first rows. What parts every row into as many fields as the header
 * is one; a comma that does is always taken, so that no comma CSV is ever read otherwise.
 *
 * @param separator that is taken
 * @param rivals that would do, too
 */
record Separators(char separator, List<Character> rivals) {
    private static final char[] KNOWN = {',', ';', '\t', '|'};
    private static final int ROWS = 50;

    static Separators of(FileHead head) {
        char best = ',';
        int fields = 1;
        int byComma = 1;
        List<Character> fitting = new ArrayList<>();
        for (char separator : KNOWN) {
            List<int[]> rows = head.rows(separator, ROWS);
            int header = rows.isEmpty() ? 1 : rows.getFirst().length / 2;
            byComma = separator == ',' ? header : byComma;
            if (header < 2 || !fits(rows, rows.size())) {
                continue;
            }
            fitting.add(separator);
            if (separator == ',' || header > fields && header > byComma && !fitting.contains(',')) {
                best = separator;
                fields = header;
            }
        }
        if (fitting.isEmpty() && byComma == 1) {
            best = mostly(head);
        }
        fitting.remove((Character) best);
        return new Separators(best, List.copyOf(fitting));
    }

    /** A file of which few rows are wrong is refused at those rows, by what parts the others. */
    private static char mostly(FileHead head) {
        char best = ',';
        int fields = 1;
        for (char separator : KNOWN) {
            List<int[]> rows = head.rows(separator, ROWS);
            int header = rows.isEmpty() ? 1 : rows.getFirst().length / 2;
            if (header > fields && fits(rows, rows.size() / 2 + 1)) {
                best = separator;
                fields = header;
            }
        }
        return best;
    }

    /** True if at least this many rows have as many fields as the first. */
    private static boolean fits(List<int[]> rows, int atLeast) {
        int header = rows.getFirst().length;
        return rows.stream().filter(row -> row.length == header).count() >= atLeast;
    }
}
