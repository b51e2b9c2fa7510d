package dev.tasuki.learn.parquet;

/** The values of a page that are numbers. Floats and doubles are their bits. For one thread. */
interface Numbers {
    long next() throws ParquetException;
}
