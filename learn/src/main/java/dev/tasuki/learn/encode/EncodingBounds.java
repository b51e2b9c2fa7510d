package dev.tasuki.learn.encode;

/**
 * How much an encoder may hold.
 *
 * @param categories of one column
 * @param numbers that all features become
 * @param bytes that the categories of all columns take
 */
public record EncodingBounds(int categories, int numbers, long bytes) {
    /** No bounds. */
    public static final EncodingBounds NONE = new EncodingBounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
}
