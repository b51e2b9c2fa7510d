package dev.tasuki.learn.encode;

/**
 * One number of a feature on its way to a learner.
 *
 * @param fill what stands for a missing one; NaN: it stays missing
 * @param mean taken off each
 * @param scale by which each is divided; finite and not 0
 */
public record Slot(double fill, double mean, double scale) {
    /** As it is, with something that stands for a missing number. */
    public static Slot filling(double fill) {
        return new Slot(fill, 0, 1);
    }

    /** What a learner gets for a number; NaN is missing. */
    public double apply(double value) {
        return ((Double.isNaN(value) ? fill : value) - mean) / scale;
    }
}
