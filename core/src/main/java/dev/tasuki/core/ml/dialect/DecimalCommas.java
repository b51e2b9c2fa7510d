package dev.tasuki.core.ml.dialect;

import dev.tasuki.forest.table.CsvReader;
import java.util.Arrays;
import java.util.List;

/**
 * Which columns hold numbers with a decimal comma. The first rows decide; a column in which they saw only whole numbers
 * or none is decided by the first cell that is something else.
 */
final class DecimalCommas {
    /** What is known of a column. */
    enum Column {
        UNDECIDED,
        COMMA,
        AS_IT_IS
    }

    /** What stands in a cell. */
    private enum Cell {
        WHOLE_OR_MISSING,
        COMMA,
        OTHER
    }

    private final Column[] columns;

    private DecimalCommas(Column[] columns) {
        this.columns = columns;
    }

    /** No column does. */
    static DecimalCommas none() {
        return new DecimalCommas(new Column[0]);
    }

    /** Looks at the first rows, header and all. */
    static DecimalCommas of(Beginning beginning, char separator) {
        List<int[]> rows = beginning.rows(separator, Integer.MAX_VALUE);
        Column[] columns = new Column[rows.isEmpty() ? 0 : rows.getFirst().length / 2];
        Arrays.fill(columns, Column.UNDECIDED);
        for (int[] row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            for (int i = 0; i < columns.length && 2 * i < row.length; i++) {
                Cell cell = cell(beginning.bytes(), row[2 * i], row[2 * i + 1]);
                if (cell == Cell.OTHER) {
                    columns[i] = Column.AS_IT_IS;
                } else if (cell == Cell.COMMA && columns[i] == Column.UNDECIDED) {
                    columns[i] = Column.COMMA;
                }
            }
        }
        return new DecimalCommas(columns);
    }

    /** Whether a column was found that does. */
    boolean any() {
        return Arrays.asList(columns).contains(Column.COMMA);
    }

    /**
     * Whether that cell is a number whose comma is to become a point. False also for a cell that is none in a column
     * that so far was all such numbers: {@link #broken} tells it.
     */
    boolean number(int column, byte[] bytes, int start, int end) {
        if (column >= columns.length || columns[column] == Column.AS_IT_IS) {
            return false;
        }
        Cell cell = cell(bytes, start, end);
        if (columns[column] == Column.UNDECIDED && cell != Cell.WHOLE_OR_MISSING) {
            columns[column] = cell == Cell.COMMA ? Column.COMMA : Column.AS_IT_IS;
        }
        return cell == Cell.COMMA;
    }

    /** Whether the cell is neither a number nor missing, in a column of which commas were made points already. */
    boolean broken(int column, byte[] bytes, int start, int end) {
        return column < columns.length && columns[column] == Column.COMMA && cell(bytes, start, end) == Cell.OTHER;
    }

    private static Cell cell(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        if (to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"') {
            from++;
            to--;
        }
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (from < to && bytes[to - 1] == ' ') {
            to--;
        }
        if (CsvReader.missing(bytes, from, to)) {
            return Cell.WHOLE_OR_MISSING;
        }
        int at = from + (bytes[from] == '+' || bytes[from] == '-' ? 1 : 0);
        int comma = digits(bytes, at, to);
        if (comma == to) {
            return comma > at ? Cell.WHOLE_OR_MISSING : Cell.OTHER;
        }
        int fraction = digits(bytes, comma + 1, to);
        if (bytes[comma] != ',' || fraction == comma + 1) {
            return Cell.OTHER;
        }
        return fraction == to || exponent(bytes, fraction, to) ? Cell.COMMA : Cell.OTHER;
    }

    private static boolean exponent(byte[] bytes, int at, int to) {
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            return false;
        }
        int sign = at + 1 < to && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? 1 : 0;
        int first = at + 1 + sign;
        return first < to && digits(bytes, first, to) == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
