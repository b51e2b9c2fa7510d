package dev.tasuki.learn.parquet;

/** A file that cannot be read, because it is damaged or holds what is not supported. The message is fit for a client. */
public final class ParquetException extends Exception {
    private static final long serialVersionUID = 1L;

    ParquetException(String message) {
        super(message);
    }

    static ParquetException damaged(String what) {
        return new ParquetException("the Parquet file is damaged: " + what);
    }

    /** What a valid file may have and this reader does not take, with the way out. */
    static ParquetException refused(String what) {
        return new ParquetException("the Parquet file cannot be read: " + what);
    }
}
