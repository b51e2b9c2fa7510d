package dev.tasuki.learn.table;

import java.math.BigInteger;

/** The smallest and the largest of whole numbers, exactly. */
public record WholeRange(BigInteger min, BigInteger max) {
    private static final BigInteger LONGEST_UNSIGNED =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    WholeRange with(BigInteger number) {
        return new WholeRange(min.min(number), max.max(number));
    }

    /** Whether all are int64 or all are uint64 to pandas; else they are text to it. */
    boolean fits64Bits() {
        boolean signed = min.bitLength() < 64 && max.bitLength() < 64;
        return signed || (min.signum() >= 0 && max.compareTo(LONGEST_UNSIGNED) <= 0);
    }
}
