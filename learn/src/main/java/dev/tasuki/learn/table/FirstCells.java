package dev.tasuki.learn.table;

/** How much is kept of the first rows, over all columns. */
final class FirstCells {
    /** What an object of text takes beside its letters. */
    private static final int OBJECT_BYTES = 56;

    private final int rows;
    private final int letters;
    private long left;
    private int row;

    /**
     * At most so many rows.
     *
     * @param letters of a cell
     * @param memory bytes for all cells; no row is begun without some left
     */
    FirstCells(int rows, int letters, long memory) {
        this.rows = rows;
        this.letters = letters;
        this.left = memory;
    }

    /** Whether the row that is being read is one of those kept. */
    boolean keeping() {
        return row < rows && left > 0;
    }

    /** How many rows were kept, or will be if the table has as many. */
    int rows() {
        return row;
    }

    /** The row is complete. */
    void next() {
        if (keeping()) {
            row++;
        }
    }

    /** A cell to be kept; the bytes are valid UTF-8. */
    String cell(byte[] bytes, int start, int end) {
        String cell = Utf8.first(bytes, start, end, letters);
        left -= OBJECT_BYTES + 2L * cell.length();
        return cell;
    }
}
