package dev.tasuki.app.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to pixels along one axis, with round numbers as ticks.
 *
 * @param low the value at the pixel {@code from}
 * @param high the value at the pixel {@code to}
 * @param step from tick to tick
 */
record Scale(double low, double high, double step, double from, double to) {
    private static final int TICKS = 6;

    /** A scale that holds all values between the two, ends on ticks, and has about six of them. */
    static Scale around(double least, double most, double from, double to) {
        double low = least;
        double high = most;
        if (!(high > low)) {
            double margin = Math.max(Math.abs(low) * 0.1, 0.5);
            low -= margin;
            high += margin;
        }
        double step = roundStep((high - low) / TICKS);
        return new Scale(Math.floor(low / step) * step, Math.ceil(high / step) * step, step, from, to);
    }

    /** The nearest of 1, 2, 2.5 and 5 times a power of ten that is not below the value. */
    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= raw * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    double pixel(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long count = Math.round((high - low) / step);
        for (long i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** A tick's number with as many digits as the step needs, large and tiny ones with an exponent. */
    String text(double tick) {
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (largest >= 1e7 || largest < 1e-3) {
            return tick == 0 ? "0" : String.format(Locale.ROOT, "%.2g", tick).replaceFirst("\\.?0*e\\+?(-?)0?", "e$1");
        }
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        boolean half = Math.abs(step * Math.pow(10, digits) % 1) > 1e-6;
        BigDecimal rounded = BigDecimal.valueOf(tick).setScale(half ? digits + 1 : digits, RoundingMode.HALF_EVEN);
        String text = rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
        return text.startsWith("-") ? "\u2212" + text.substring(1) : text;
    }
}
