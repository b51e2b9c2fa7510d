package dev.tasuki.learn.parquet;

/** The values of a page that are bytes. For one thread. */
interface Slices {
    /** Says where the next value is; that holds until the next call. */
    void next(Slice into) throws ParquetException;

    /** Where a value is. */
    final class Slice {
        byte[] array = new byte[0];
        int from;
        int length;

        void set(byte[] bytes, int at, int count) {
            array = bytes;
            from = at;
            length = count;
        }
    }
}
