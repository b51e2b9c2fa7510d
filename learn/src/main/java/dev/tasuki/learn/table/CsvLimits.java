package dev.tasuki.learn.table;

/**
 * What a CSV may cost at most; beyond it reading stops with a {@link CsvException}.
 *
 * @param bytes of the whole file
 * @param rows without the header; at most {@link Integer#MAX_VALUE} - 8
 * @param columns of each row
 * @param fieldBytes of one field
 * @param nameLetters of a column's name
 * @param blankLines in a row
 */
public record CsvLimits(long bytes, int rows, int columns, int fieldBytes, int nameLetters, int blankLines) {
    /**
     * 2 GiB, 50 million rows, 10,000 columns, 64 KiB for a field, 1,000 letters for a name, a million
     * blank lines.
     */
    public static final CsvLimits DEFAULT = new CsvLimits(2L << 30, 50_000_000, 10_000, 64 << 10, 1_000, 1_000_000);

    /** Checks. @throws IllegalArgumentException when a limit is below 1 */
    public CsvLimits {
        if (bytes < 1 || rows < 1 || columns < 1 || fieldBytes < 1 || nameLetters < 1 || blankLines < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
        if (rows > Integer.MAX_VALUE - 8 || fieldBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("rows and fieldBytes may be at most " + (Integer.MAX_VALUE - 8));
        }
    }

    /** The default bounds for names and blank lines. */
    public CsvLimits(long bytes, int rows, int columns, int fieldBytes) {
        this(bytes, rows, columns, fieldBytes, 1_000, 1_000_000);
    }
}
