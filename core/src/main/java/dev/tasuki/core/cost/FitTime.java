package dev.tasuki.core.cost;

import dev.tasuki.core.request.TrainingPlan;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The time that a training takes, roughly: reading the file, and what the learner tells of fitting. The constants fit
 * the figures of docs/performance.md, which are of a small machine; other machines, the number of consumers at work
 * and the shape of the data move it by a factor, and so the bounds are a factor apart.
 */
public final class FitTime {
    /** Reading and describing one byte of CSV. */
    private static final double READ_BYTE = 3e-8;
    /** Claiming, storing, answering. */
    private static final double ONCE = 0.03;
    /** Either way, for nine of ten. */
    private static final double FACTOR = 6;

    private FitTime() {}

    /** Of a fit that takes {@code fitSeconds}, on a file of {@code fileBytes}. */
    public static TrainingPlan.Range of(long fileBytes, double fitSeconds) {
        double seconds = ONCE + fileBytes * READ_BYTE + fitSeconds;
        return new TrainingPlan.Range(rounded(seconds), rounded(seconds / FACTOR), rounded(seconds * FACTOR));
    }

    /** To two digits: more would look exact. */
    private static double rounded(double seconds) {
        return new BigDecimal(seconds).round(new MathContext(2)).doubleValue();
    }
}
