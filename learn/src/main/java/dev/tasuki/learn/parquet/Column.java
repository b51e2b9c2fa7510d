package dev.tasuki.learn.parquet;

/**
 * A column, of which each row has one value or none.
 *
 * @param length bytes of a value of {@link Physical#FIXED}
 * @param optional whether a row may have none
 * @param form how a value is written
 * @param digits behind the point: of a decimal, or of the seconds of a time
 * @param utc whether a timestamp is one of UTC
 */
record Column(String name, Physical type, int length, boolean optional, Form form, int digits, boolean utc) {
    /** How values are stored. In the order of the format's numbers. */
    enum Physical {
        BOOLEAN,
        INT32,
        INT64,
        INT96,
        FLOAT,
        DOUBLE,
        BYTE_ARRAY,
        FIXED
    }

    /** What values mean. */
    enum Form {
        BOOLEAN,
        INTEGER,
        UNSIGNED_32,
        UNSIGNED_64,
        FLOAT,
        DOUBLE,
        HALF,
        DECIMAL,
        TEXT,
        UUID,
        DATE,
        TIME,
        TIMESTAMP,
        OLD_TIMESTAMP
    }

    /** Whether values are numbers of up to 64 bits, and not slices of bytes. */
    boolean numeric() {
        return switch (type) {
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
            case INT96, BYTE_ARRAY, FIXED -> false;
        };
    }

    /** Bytes of each value; 0 where they differ. */
    int width() {
        return switch (type) {
            case BOOLEAN, BYTE_ARRAY -> 0;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case FIXED -> length;
        };
    }
}
