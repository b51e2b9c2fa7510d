package dev.tasuki.learn.grow;

/**
 * The 32-bit xorshift generator by which scikit-learn's splitter draws features (Marsaglia 2003,
 * shifts 13, 17, 5). Not thread-safe.
 */
final class XorShift {
    private int state;

    /** A generator at its start; a state of 0, from which xorshift never leaves, becomes 1. */
    XorShift(int seed) {
        this.state = seed == 0 ? 1 : seed;
    }

    /**
     * An integer from {@code low}, included, to {@code high}, excluded; slightly uneven, as the
     * modulo makes it.
     */
    int nextBetween(int low, int high) {
        return low + next() % (high - low);
    }

    /** A number from {@code low} to {@code high}, both included. */
    double nextBetween(double low, double high) {
        return (high - low) * next() / Integer.MAX_VALUE + low;
    }

    private int next() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state & 0x7FFFFFFF;
    }
}
