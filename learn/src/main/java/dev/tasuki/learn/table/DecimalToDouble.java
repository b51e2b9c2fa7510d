package dev.tasuki.learn.table;

import java.math.BigInteger;

/**
 * The double nearest to {@code digits * 10^exponent}, ties to even.
 *
 * <p>Source: Daniel Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and
 * Experience 51 (8), 2021: the digits are multiplied by a 128-bit power of five, and the product's
 * leading bits almost always decide the rounding. Small cases are one exact multiplication or
 * division (Clinger 1990); the few that stay undecided, and subnormal results, go to
 * {@link Double#parseDouble}.
 */
final class DecimalToDouble {
    private static final int LEAST_POWER = -342;
    private static final int MOST_POWER = 308;
    private static final double[] SMALL_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /**
     * Truncated 128-bit powers of five with the leading bit set, high and low half in turn, from
     * LEAST_POWER on.
     */
    private static final long[] FIVES = powersOfFive();

    private static final int FRACTION_BITS = 52;
    private static final int INFINITE_EXPONENT = 0x7FF;

    private DecimalToDouble() {}

    /**
     * Converts.
     *
     * @param digits up to 19 decimal digits, as an unsigned number
     * @param exponent the power of ten they are scaled by; any
     */
    static double convert(long digits, int exponent) {
        if (digits >= 0 && digits <= 1L << 53 && exponent >= -22 && exponent <= 22) {
            return exponent < 0 ? digits / SMALL_POWERS[-exponent] : digits * SMALL_POWERS[exponent];
        }
        if (digits == 0 || exponent < LEAST_POWER) {
            return 0;
        }
        if (exponent > MOST_POWER) {
            return Double.POSITIVE_INFINITY;
        }
        return scaled(digits, exponent);
    }

    private static double scaled(long digits, int exponent) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        int index = 2 * (exponent - LEAST_POWER);
        long low = factor * FIVES[index];
        long high = Math.unsignedMultiplyHigh(factor, FIVES[index]);
        if ((high & 0x1FF) == 0x1FF) {
            // The bits below those that count are all ones: a carry from the power's lower half may
            // ripple through.
            long carry = Math.unsignedMultiplyHigh(factor, FIVES[index + 1]);
            low += carry;
            high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
        }
        if (low == -1 && (exponent < -27 || exponent > 55)) {
            return slowly(digits, exponent);
        }
        int upperBit = (int) (high >>> 63);
        int shift = upperBit + 64 - FRACTION_BITS - 3;
        long fraction = high >>> shift;
        int binary = (((152170 + 65536) * exponent) >> 16) + 63 + upperBit - zeros + 1023;
        if (binary <= 0) {
            return slowly(digits, exponent);
        }
        boolean halfway = Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (fraction & 3) == 1
                && fraction << shift == high;
        if (halfway) {
            fraction &= ~1L;
        }
        fraction = (fraction + (fraction & 1)) >>> 1;
        if (fraction >= 2L << FRACTION_BITS) {
            fraction = 1L << FRACTION_BITS;
            binary++;
        }
        if (binary >= INFINITE_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        return Double.longBitsToDouble(((long) binary << FRACTION_BITS) | (fraction & ~(1L << FRACTION_BITS)));
    }

    private static double slowly(long digits, int exponent) {
        return Double.parseDouble(Long.toUnsignedString(digits) + "e" + exponent);
    }

    private static long[] powersOfFive() {
        long[] halves = new long[2 * (MOST_POWER - LEAST_POWER + 1)];
        BigInteger five = BigInteger.valueOf(5);
        BigInteger power = BigInteger.ONE;
        for (int q = 0; q <= -LEAST_POWER; q++) {
            if (q <= MOST_POWER) {
                put(halves, q, leading128(power));
            }
            if (q > 0) {
                put(halves, -q, reciprocal128(power, q));
            }
            power = power.multiply(five);
        }
        return halves;
    }

    private static void put(long[] halves, int exponent, BigInteger power) {
        int index = 2 * (exponent - LEAST_POWER);
        halves[index] = power.shiftRight(64).longValue();
        halves[index + 1] = power.longValue();
    }

    private static BigInteger leading128(BigInteger power) {
        int surplus = power.bitLength() - 128;
        return surplus > 0 ? power.shiftRight(surplus) : power.shiftLeft(-surplus);
    }

    private static BigInteger reciprocal128(BigInteger power, int q) {
        int bits = power.subtract(BigInteger.ONE).bitLength();
        int shift = q <= 27 ? bits + 127 : 2 * bits + 128;
        BigInteger quotient = BigInteger.ONE.shiftLeft(shift).divide(power).add(BigInteger.ONE);
        int surplus = quotient.bitLength() - 128;
        return surplus > 0 ? quotient.shiftRight(surplus) : quotient;
    }
}
