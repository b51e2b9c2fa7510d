package dev.tasuki.app.report;

import dev.tasuki.app.chart.Numbers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much worse a metric may get before it counts as a regression.
 *
 * @param amount at least 0; a share of the baseline's absolute value if {@code relative}
 */
public record Tolerance(double amount, boolean relative) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(%?)");

    /** Reads {@code 1%} or {@code 0.5}; throws IllegalArgumentException for anything else. */
    public static Tolerance parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a tolerance is a number such as 0.5, or a share such as 1%");
        }
        double number = Double.parseDouble(matcher.group(1));
        return matcher.group(2).isEmpty() ? new Tolerance(number, false) : new Tolerance(number / 100, true);
    }

    /** The largest change for the worse that is allowed from this baseline. */
    double allowed(double baseline) {
        return relative ? Math.abs(baseline) * amount : amount;
    }

    /** As it was written. */
    @Override
    public String toString() {
        String number = relative ? Numbers.plain(amount * 100) + "%" : Numbers.plain(amount);
        return number.isEmpty() ? "0" : number;
    }
}
