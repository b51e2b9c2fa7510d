package dev.tasuki.learn.format;

import java.io.IOException;

/**
 * How one finished part of a fit, such as a tree, is written and read back. Thread-safe.
 *
 * @param <T> the part
 */
public interface PartFormat<T> {
    /** Bytes that {@link #write} writes. */
    long length(T part);

    /** Writes the part. @throws IOException when the stream fails */
    void write(T part, FormatWriter out) throws IOException;

    /**
     * Reads a part, trusting nothing.
     *
     * @throws ModelFileException when the bytes are none
     * @throws IOException when the stream fails
     */
    T read(FormatReader in) throws ModelFileException, IOException;
}
