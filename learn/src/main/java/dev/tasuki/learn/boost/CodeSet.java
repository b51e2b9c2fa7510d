package dev.tasuki.learn.boost;

/**
 * A set of codes from 0 to 255, as 256 bits. Immutable.
 *
 * @param word0 codes 0 to 63, the lowest bit for the lowest code
 * @param word1 codes 64 to 127
 * @param word2 codes 128 to 191
 * @param word3 codes 192 to 255
 */
public record CodeSet(long word0, long word1, long word2, long word3) {
    /** No code. */
    public static final CodeSet EMPTY = new CodeSet(0, 0, 0, 0);

    /** Whether a code from 0 to 255 is in it. */
    public boolean contains(int number) {
        return (word(number >>> 6) >>> number & 1) != 0;
    }

    /** The same and a code from 0 to 255. */
    public CodeSet with(int number) {
        long bit = 1L << number;
        return switch (number >>> 6) {
            case 0 -> new CodeSet(word0 | bit, word1, word2, word3);
            case 1 -> new CodeSet(word0, word1 | bit, word2, word3);
            case 2 -> new CodeSet(word0, word1, word2 | bit, word3);
            default -> new CodeSet(word0, word1, word2, word3 | bit);
        };
    }

    private long word(int index) {
        return switch (index) {
            case 0 -> word0;
            case 1 -> word1;
            case 2 -> word2;
            default -> word3;
        };
    }
}
