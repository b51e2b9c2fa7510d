package dev.tasuki.learn.table;

/** Takes the fields of one column, row by row. */
sealed interface ColumnSink permits ColumnValues, ColumnSketch {
    /** The name from the header. */
    String name();

    /** Takes the next row's field, which is a range of the scanner's bytes and valid during the call. */
    void add(byte[] bytes, int start, int end, long line) throws CsvException;
}
