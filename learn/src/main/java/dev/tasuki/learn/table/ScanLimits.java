package dev.tasuki.learn.table;

/**
 * What a scan keeps of a table at most.
 *
 * @param memory bytes in all, whatever the file; at least 4 MiB
 * @param distinct values of a column that are counted exactly, if the memory suffices; at least 1
 * @param rows first rows that are kept, if the memory suffices
 * @param letters of one of their cells, at least 2; a longer cell ends in an ellipsis
 */
public record ScanLimits(long memory, int distinct, int rows, int letters) {
    /** 64 MiB, 1,000 distinct values, 20 rows, 60 letters. */
    public static final ScanLimits DEFAULT = new ScanLimits(64L << 20, 1_000, 20, 60);

    /** Checks. @throws IllegalArgumentException when a limit is too small */
    public ScanLimits {
        if (memory < 4 << 20 || distinct < 1 || rows < 0 || letters < 2) {
            throw new IllegalArgumentException("memory must be at least 4 MiB, distinct 1, rows 0, letters 2");
        }
    }
}
