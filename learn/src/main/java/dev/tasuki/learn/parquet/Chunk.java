package dev.tasuki.learn.parquet;

/**
 * Where the values of one column in one row group are.
 *
 * @param from the place of its first page
 * @param length bytes of all its pages
 * @param codec the number of how pages are packed
 */
record Chunk(long from, long length, int codec) {
    /** What it takes in memory, roughly. */
    static final int BYTES = 64;

    /** Reads one, whose values must be of the column's type and within the file. */
    static Chunk read(Thrift thrift, Column.Physical type, long fileEnd) throws ParquetException {
        long[] metadata = {-1, -1, -1, -1, 0};
        boolean[] elsewhere = new boolean[1];
        thrift.struct((id, kind) -> {
            if (id == 3 && kind == Thrift.STRUCT) {
                thrift.struct((field, of) -> metadata(thrift, field, of, metadata));
                return true;
            }
            elsewhere[0] |= id == 1 || id == 8;
            return false;
        });
        if (elsewhere[0]) {
            throw ParquetException.refused("a column is encrypted or in a file of its own; write one whole file");
        }
        if (metadata[0] != type.ordinal()) {
            throw ParquetException.damaged(
                    "the pages of a column are of type " + metadata[0] + ", but it is of type " + type.ordinal());
        }
        // A writer that has no dictionary may leave its place 0.
        boolean dictionary = metadata[4] > 0 && metadata[4] < metadata[3];
        long from = dictionary ? metadata[4] : metadata[3];
        long length = metadata[2];
        if (from < 4 || length < 0 || from > fileEnd - length) {
            throw ParquetException.damaged("the pages of a column lie beyond its end");
        }
        return new Chunk(from, length, (int) metadata[1]);
    }

    private static boolean metadata(Thrift thrift, int field, int kind, long[] into) throws ParquetException {
        if (kind == Thrift.I32 && (field == 1 || field == 4)) {
            into[field == 1 ? 0 : 1] = thrift.i32();
            return true;
        }
        if (kind == Thrift.I64 && (field == 7 || field == 9 || field == 11)) {
            into[field == 7 ? 2 : field == 9 ? 3 : 4] = thrift.i64();
            return true;
        }
        return false;
    }
}
