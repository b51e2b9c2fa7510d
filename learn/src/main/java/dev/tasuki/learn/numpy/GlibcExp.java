package dev.tasuki.learn.numpy;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The exponential function with the last bit of glibc 2.28 and later on x86-64 with FMA, which differs
 * from {@link Math#exp} in about one argument of 400. scikit-learn's losses use it.
 *
 * <p>Method: Tang, "Table-driven implementation of the exponential function", 1989, with 128 steps
 * between powers of two and a polynomial of degree 5. The table is computed from 70-digit decimals when
 * the class is loaded.
 */
public final class GlibcExp {
    private static final int STEPS = 128;
    private static final int STEP_BITS = 7;
    private static final int SHIFT = 52 - STEP_BITS;
    private static final double STEPS_PER_UNIT = 0x1.71547652b82fep0 * STEPS;
    private static final double ROUNDING = 0x1.8p52;
    private static final double STEP_HIGH = -0x1.62e42fefa0000p-8;
    private static final double STEP_LOW = -0x1.cf79abc9e3b39p-47;
    private static final double C2 = 0x1.ffffffffffdbdp-2;
    private static final double C3 = 0x1.555555555543cp-3;
    private static final double C4 = 0x1.55555cf172b91p-5;
    private static final double C5 = 0x1.1111167a4d017p-7;
    private static final double LARGE = 512;

    private static final long[] HEAD = new long[STEPS];
    private static final double[] TAIL = new double[STEPS];

    static {
        MathContext digits = new MathContext(70);
        BigDecimal step = BigDecimal.TWO;
        for (int i = 0; i < STEP_BITS; i++) {
            step = step.sqrt(digits);
        }
        BigDecimal power = BigDecimal.ONE;
        for (int i = 0; i < STEPS; i++) {
            double head = power.doubleValue();
            HEAD[i] = Double.doubleToRawLongBits(head) - ((long) i << SHIFT);
            TAIL[i] = power.divide(new BigDecimal(head), digits)
                    .subtract(BigDecimal.ONE)
                    .doubleValue();
            power = power.multiply(step, digits);
        }
    }

    private GlibcExp() {}

    /** e to the power of x; beyond 512 in either direction, and for NaN, as {@link Math#exp} says. */
    public static double exp(double x) {
        double size = Math.abs(x);
        if (!(size < LARGE)) {
            return Math.exp(x);
        }
        if (size < 0x1p-54) {
            return 1 + x;
        }
        double rounded = Math.fma(STEPS_PER_UNIT, x, ROUNDING);
        long k = Double.doubleToRawLongBits(rounded);
        rounded -= ROUNDING;
        double r = Math.fma(rounded, STEP_HIGH, x);
        r = Math.fma(rounded, STEP_LOW, r);
        int i = (int) k & (STEPS - 1);
        double scale = Double.longBitsToDouble(HEAD[i] + (k << SHIFT));
        double r2 = r * r;
        double t = Math.fma(r2, Math.fma(r, C3, C2), TAIL[i] + r);
        t = Math.fma(r2 * r2, Math.fma(r, C5, C4), t);
        return Math.fma(scale, t, scale);
    }

    /** The logistic function, 1 / (1 + e^-x), as scipy's {@code expit} computes it. */
    public static double expit(double x) {
        return 1 / (1 + exp(-x));
    }
}
