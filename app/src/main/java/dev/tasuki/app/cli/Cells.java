package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values as cells of a table. */
final class Cells {
    private Cells() {}

    /** Text as it is, an absent value as nothing. */
    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    /** A number in at most six significant digits. */
    static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.6g", value.doubleValue()) : "";
    }

    /**
     * A value of a dataset: a whole number in all its digits, as it may name something, another in six.
     *
     * @param whole whether the column holds nothing but whole numbers; what was computed of them may be rounded
     */
    static String value(JsonNode value, boolean whole) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        double number = value.doubleValue();
        boolean exact = value.isNumber() && number == Math.rint(number) && (whole || Math.abs(number) < 0x1p53);
        return exact ? new BigDecimal(number).toPlainString() : number(value);
    }

    /** A time to the second, in UTC. */
    static String time(JsonNode value) {
        String text = text(value);
        return text.length() >= 19 ? text.substring(0, 19).replace('T', ' ') : text;
    }

    /** Seconds in at most three significant digits, with their unit; empty for none. */
    static String seconds(JsonNode value) {
        return value.isNumber()
                ? new BigDecimal(value.doubleValue()).round(new MathContext(3)).toPlainString() + " s"
                : "";
    }

    /** Bytes in a unit that suits them. */
    static String size(JsonNode bytes) {
        double value = bytes.asDouble();
        for (String unit : List.of("B", "kB", "MB")) {
            if (value < 1000) {
                return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
            }
            value /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f GB", value);
    }

    /** {@code name=value} of each number, rounded. */
    static String metrics(JsonNode metrics) {
        List<String> words = new ArrayList<>();
        metrics.properties().forEach(metric -> words.add(metric.getKey() + "=" + number(metric.getValue())));
        return String.join(" ", words);
    }

    static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }
}
