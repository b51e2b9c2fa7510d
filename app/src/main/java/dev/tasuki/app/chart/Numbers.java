package dev.tasuki.app.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people. */
public final class Numbers {
    private Numbers() {}

    /** Up to six significant digits, without an exponent where that stays readable. */
    public static String rounded(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e9)) {
            return String.format(Locale.ROOT, "%.4e", value);
        }
        return plain(new BigDecimal(value).round(new MathContext(6, RoundingMode.HALF_EVEN)));
    }

    /** The number without a needless fraction. */
    public static String plain(double value) {
        return plain(BigDecimal.valueOf(value).round(new MathContext(12, RoundingMode.HALF_EVEN)));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
