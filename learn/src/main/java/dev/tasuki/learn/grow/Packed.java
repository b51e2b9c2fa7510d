package dev.tasuki.learn.grow;

/**
 * A feature's value and a row in one long, so that both move together and longs sort as values do:
 * the value's bits, made to order like a signed integer, above; the row below.
 */
final class Packed {
    /** Values no further apart than this are taken for equal when a split is looked for. */
    static final float FEATURE_THRESHOLD = 1e-7f;

    private Packed() {}

    static long of(float value, int row) {
        return ((long) key(value) << 32) | row;
    }

    static long of(int key, int row) {
        return ((long) key << 32) | row;
    }

    static int row(long packed) {
        return (int) packed;
    }

    static int key(long packed) {
        return (int) (packed >> 32);
    }

    static float value(long packed) {
        return value(key(packed));
    }

    /**
     * An integer that orders as the value does; equal values, and only they, have equal keys (there
     * is no -0.0).
     */
    static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ ((bits >> 31) & 0x7FFFFFFF);
    }

    static float value(int key) {
        return Float.intBitsToFloat(key ^ ((key >> 31) & 0x7FFFFFFF));
    }
}
