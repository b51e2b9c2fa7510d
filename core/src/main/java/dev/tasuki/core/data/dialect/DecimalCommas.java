package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.Shown;
import dev.tasuki.learn.table.CsvReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final Pattern GROUPED = Pattern.compile(" *[-+]?[1-9]\\d{0,2}\\.\\d{3} *");

    private final Column[] columns;
    private final List<String> warnings;

    private DecimalCommas(Column[] columns, List<String> warnings) {
        this.columns = columns;
        this.warnings = List.copyOf(warnings);
    }

    /** No column does. */
    static DecimalCommas none() {
        return new DecimalCommas(new Column[0], List.of());
    }

    /** Looks at the first rows, header and all. */
    static DecimalCommas of(FileHead head, char separator) {
        List<int[]> rows = head.rows(separator, Integer.MAX_VALUE);
        Column[] columns = new Column[rows.isEmpty() ? 0 : rows.getFirst().length / 2];
        Arrays.fill(columns, Column.UNDECIDED);
        for (int[] row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            for (int i = 0; i < columns.length && 2 * i < row.length; i++) {
                Cell cell = cell(head.bytes(), row[2 * i], row[2 * i + 1]);
                if (cell == Cell.OTHER) {
                    columns[i] = Column.AS_IT_IS;
                } else if (cell == Cell.COMMA && columns[i] == Column.UNDECIDED) {
                    columns[i] = Column.COMMA;
                }
            }
        }
        List<String> warnings =
                Arrays.asList(columns).contains(Column.COMMA) ? thousands(head, rows, columns) : List.of();
        return new DecimalCommas(columns, warnings);
    }

    /** Where commas part decimals, points may part thousands: {@code 1.234} is a number either way, but another one. */
    private static List<String> thousands(FileHead head, List<int[]> rows, Column[] columns) {
        List<String> names = new ArrayList<>();
        String example = "";
        for (int i = 0; i < columns.length; i++) {
            String first = columns[i] == Column.AS_IT_IS ? grouped(head, rows, i) : "";
            if (!first.isEmpty()) {
                example = names.isEmpty() ? first : example;
                int[] header = rows.getFirst();
                names.add("\"" + Shown.of(head.text(header[2 * i], header[2 * i + 1])) + "\"");
            }
        }
        return names.isEmpty()
                ? List.of()
                : List.of(("%s in column %s was read as it stands, with a decimal point, though other columns have"
                                + " decimal commas; if its point parts thousands, save the file without thousands separators")
                        .formatted(example, Shown.first(names)));
    }

    /** The first value of a column in which all look like numbers of thousands, or nothing. */
    private static String grouped(FileHead head, List<int[]> rows, int column) {
        String first = "";
        for (int[] row : rows.subList(1, rows.size())) {
            String cell = 2 * column < row.length ? head.text(row[2 * column], row[2 * column + 1]) : "";
            boolean small = cell.isBlank() || cell.strip().matches("[-+]?\\d{1,3}");
            if (!small && !GROUPED.matcher(cell).matches()) {
                return "";
            }
            first = first.isEmpty() && !small ? cell.strip() : first;
        }
        return first;
    }

    /** Warnings for clients about how columns were read. */
    List<String> warnings() {
        return warnings;
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
