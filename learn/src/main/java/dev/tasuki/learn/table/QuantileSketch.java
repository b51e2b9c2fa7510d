package dev.tasuki.learn.table;

import java.util.Arrays;

/**
 * The order of many numbers in bounded memory: exact while they fit, then approximate.
 *
 * <p>What does not fit is compacted: a sorted buffer gives every second number, with twice the
 * weight, to the buffer of the next level. This is the sketch of Karnin, Lang and Liberty ("Optimal
 * Quantile Approximation in Streams", 2016), with a fixed sequence of coins in place of chance, so
 * that the same numbers give the same answer. The error is about 2 / capacity of all numbers.
 */
final class QuantileSketch {
    private static final int FIRST_CAPACITY = 16;
    private static final int LEAST_CAPACITY = 8;
    /**
     * Exact to 65,536 numbers. More would hardly be nearer, and what a collection has to copy of a large
     * file keeps a small server from answering meanwhile.
     */
    private static final int LARGEST_CAPACITY = 1 << 15;
    /** Each level below the highest holds this share of the one above it. */
    private static final double SHRINK = 2.0 / 3.0;
    /** All levels together hold three times the highest, and one is compacted while it overflows. */
    private static final int NUMBERS_PER_CAPACITY = 4;

    private final int exactLimit;
    private final int capacity;
    private double[][] levels = {new double[FIRST_CAPACITY]};
    private int[] sizes = {0};
    private int room = FIRST_CAPACITY;
    private long count;
    private long coins = 0x9E3779B97F4A7C15L;

    /** A sketch that may take so many bytes, at least 512. */
    QuantileSketch(long bytes) {
        this.capacity = (int) Math.max(16, Math.min(LARGEST_CAPACITY, bytes / 8 / NUMBERS_PER_CAPACITY));
        this.exactLimit = 2 * capacity;
    }

    /** How many numbers are kept before the order becomes approximate. */
    int exactLimit() {
        return exactLimit;
    }

    /** Adds a number that is not NaN. */
    void add(double value) {
        if (sizes[0] == room) {
            makeRoom();
        }
        levels[0][sizes[0]++] = value;
        count++;
    }

    long count() {
        return count;
    }

    /** Whether {@link #median} is exact. */
    boolean exact() {
        return levels.length == 1;
    }

    /** The middle number, the mean of the middle two for an even count; there must be one. Ends the adding. */
    double median() {
        for (int level = 0; level < levels.length; level++) {
            Arrays.sort(levels[level], 0, sizes[level]);
        }
        double below = atRank((count - 1) / 2);
        double above = atRank(count / 2);
        return below == above ? below : below / 2 + above / 2;
    }

    /** The smallest number kept that has more than {@code rank} numbers not above it. */
    private double atRank(long rank) {
        if (exact()) {
            return levels[0][(int) rank];
        }
        // Bisects over the doubles in their order, as whole numbers.
        long low = ordered(Double.NEGATIVE_INFINITY);
        long high = ordered(Double.POSITIVE_INFINITY);
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (weightUpTo(ordered(middle)) > rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ordered(low);
    }

    private long weightUpTo(double value) {
        long weight = 0;
        for (int level = 0; level < levels.length; level++) {
            int at = Arrays.binarySearch(levels[level], 0, sizes[level], value);
            if (at < 0) {
                at = -at - 1;
            } else {
                while (at < sizes[level] && levels[level][at] == value) {
                    at++;
                }
            }
            weight += (long) at << level;
        }
        return weight;
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits < 0 ? Long.MIN_VALUE - bits - 1 : bits;
    }

    private static double ordered(long order) {
        return Double.longBitsToDouble(order < 0 ? Long.MIN_VALUE - order - 1 : order);
    }

    private void makeRoom() {
        if (exact() && room < exactLimit) {
            room = Math.min(exactLimit, room * 2);
            levels[0] = Arrays.copyOf(levels[0], room);
            return;
        }
        for (int level = 0; level < levels.length; level++) {
            // The lowest is full; whether its capacity has become less does not matter.
            if (level == 0 || sizes[level] > capacity(level)) {
                compact(level);
            }
        }
        room = capacity(0);
        if (levels[0].length != room) {
            levels[0] = Arrays.copyOf(levels[0], Math.max(room, sizes[0]));
        }
    }

    private void compact(int level) {
        if (level == levels.length - 1) {
            levels = Arrays.copyOf(levels, level + 2);
            sizes = Arrays.copyOf(sizes, level + 2);
            levels[level + 1] = new double[0];
        }
        double[] from = levels[level];
        int size = sizes[level];
        Arrays.sort(from, 0, size);
        int pairs = size / 2;
        int coin = coin();
        int used = sizes[level + 1];
        double[] to = levels[level + 1];
        if (to.length < used + pairs) {
            to = Arrays.copyOf(to, Math.max(used + pairs, capacity(level + 1)));
            levels[level + 1] = to;
        }
        for (int i = 0; i < pairs; i++) {
            to[used + i] = from[2 * i + coin];
        }
        sizes[level + 1] = used + pairs;
        // Of an odd number the largest stays behind.
        sizes[level] = size & 1;
        if (sizes[level] == 1) {
            from[0] = from[size - 1];
        }
        int wanted = capacity(level);
        if (from.length > wanted) {
            levels[level] = Arrays.copyOf(from, wanted);
        }
    }

    private int capacity(int level) {
        return (int) Math.max(LEAST_CAPACITY, capacity * Math.pow(SHRINK, levels.length - 1.0 - level));
    }

    private int coin() {
        coins ^= coins << 13;
        coins ^= coins >>> 7;
        coins ^= coins << 17;
        return (int) (coins >>> 40) & 1;
    }
}
