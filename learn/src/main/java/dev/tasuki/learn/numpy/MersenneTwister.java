package dev.tasuki.learn.numpy;

/**
 * MT19937 with the draws of numpy's legacy {@code RandomState}: same seed, same words, same
 * integers.
 *
 * <p>Source: Matsumoto and Nishimura, "Mersenne Twister", 1998; the initialisation is Knuth's
 * linear one, as {@code RandomState(int)} uses it. Not thread-safe.
 */
public final class MersenneTwister {
    /** The largest seed, 2^32 - 1. */
    public static final long MAX_SEED = 0xFFFF_FFFFL;

    private static final int WORDS = 624;
    private static final int MIDDLE = 397;
    private static final int TWIST = 0x9908B0DF;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    /**
     * A generator at its start.
     *
     * @param seed 0 to {@link #MAX_SEED}
     * @throws IllegalArgumentException when the seed is outside
     */
    public MersenneTwister(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("seed is " + seed + "; allowed are 0 to " + MAX_SEED);
        }
        state[0] = (int) seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next 32 random bits. */
    public int nextWord() {
        if (next == WORDS) {
            twistAll();
        }
        int word = state[next++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >>> 18);
    }

    /** A uniform number from 0 to below 1, of two words, as {@code uniform()} and {@code random_sample()} draw it. */
    public double nextUniform() {
        int high = nextWord() >>> 5;
        int low = nextWord() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /**
     * A uniform integer from 0 to {@code max}, both included, as {@code randint(max + 1)} draws it:
     * words are masked and thrown away until one fits. Zero costs no word.
     */
    public int nextUpTo(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = nextWord() & mask;
        while (Integer.compareUnsigned(value, max) > 0) {
            value = nextWord() & mask;
        }
        return value;
    }

    /**
     * The numbers 0 to {@code count - 1} in random order, as {@code permutation(count)} gives them.
     */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }

    /** Shuffles in place, as {@code shuffle} and {@code permutation(array)} do. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextUpTo(i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private void twistAll() {
        for (int i = 0; i < WORDS; i++) {
            int word = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7FFFFFFF);
            state[i] = state[(i + MIDDLE) % WORDS] ^ (word >>> 1) ^ ((word & 1) == 0 ? 0 : TWIST);
        }
        next = 0;
    }
}
