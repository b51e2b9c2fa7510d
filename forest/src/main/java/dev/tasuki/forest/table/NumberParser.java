package dev.tasuki.forest.table;

import java.nio.charset.StandardCharsets;

/**
 * Reads one field as a number, as {@code pandas.read_csv} would accept it: blanks around it, a sign, digits with or
 * without a point, an exponent; or {@code inf} and {@code infinity} in any case.
 *
 * <p>Two values come of it: the correctly rounded one, and the one that pandas' default parser makes. Not thread-safe:
 * one parser reads one file.
 */
final class NumberParser {
    /** pandas looks at so many digits, leading zeros counted. */
    private static final int PANDAS_DIGITS = 17;

    private static final int LONG_DIGITS = 19;
    private static final double[] POWERS_OF_TEN = powersOfTen();

    private double value;
    private double pandasValue;
    private boolean integer;

    /** The correctly rounded value of the last field that was a number; infinite beyond the range of a double. */
    double value() {
        return value;
    }

    /** The value that pandas' default parser makes of it. */
    double pandasValue() {
        return pandasValue;
    }

    /** Whether it was written as a whole number. */
    boolean integer() {
        return integer;
    }

    /** Whether the bytes are a number; if so its values can be asked for. */
    boolean parse(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return false;
        }
        boolean negative = bytes[from] == '-';
        int at = negative || bytes[from] == '+' ? from + 1 : from;
        return parseDigits(bytes, at, to, negative) || parseInfinity(bytes, at, to, negative);
    }

    private boolean parseDigits(byte[] bytes, int from, int to, boolean negative) {
        long significand = 0;
        double pandas = 0;
        int significant = 0;
        int digits = 0;
        int pandasExponent = 0;
        int exponent = 0;
        int at = from;
        int point = -1;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                if (bytes[at] == '.' && point < 0) {
                    point = at;
                    continue;
                }
                break;
            }
            if (digits < PANDAS_DIGITS) {
                pandas = pandas * 10 + digit;
                pandasExponent -= point < 0 ? 0 : 1;
            } else {
                pandasExponent += point < 0 ? 1 : 0;
            }
            digits++;
            if (significant < LONG_DIGITS) {
                significand = significand * 10 + digit;
                significant += significand == 0 ? 0 : 1;
                exponent -= point < 0 ? 0 : 1;
            } else {
                significant++;
                exponent += point < 0 ? 1 : 0;
            }
        }
        if (digits == 0) {
            return false;
        }
        integer = point < 0 && at == to;
        int written = 0;
        if (at < to) {
            written = exponentAt(bytes, at, to);
            if (written == Integer.MIN_VALUE) {
                return false;
            }
        }
        double exact = DecimalToDouble.convert(significand, exponent + written);
        if (significant > LONG_DIGITS && exact != DecimalToDouble.convert(significand + 1, exponent + written)) {
            exact = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }
        // Adding 0.0 turns -0.0 into 0.0: they compare equal, and only one of them sorts and prints well.
        value = (negative ? -exact : exact) + 0.0;
        double scaled = pandasScaled(pandas, pandasExponent + written);
        pandasValue = (negative ? -scaled : scaled) + 0.0;
        return true;
    }

    /** The exponent written from {@code at} to the end, limited to what an int holds safely; MIN_VALUE if malformed. */
    private static int exponentAt(byte[] bytes, int at, int to) {
        if ((bytes[at] | 0x20) != 'e' || at + 1 == to) {
            return Integer.MIN_VALUE;
        }
        boolean negative = bytes[at + 1] == '-';
        int from = negative || bytes[at + 1] == '+' ? at + 2 : at + 1;
        if (from == to) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(exponent * 10 + digit, 100_000_000);
        }
        return negative ? -exponent : exponent;
    }

    private static double pandasScaled(double digits, int exponent) {
        if (exponent > 308) {
            return digits == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        if (exponent > 0) {
            return digits * POWERS_OF_TEN[exponent];
        }
        if (exponent >= -308) {
            return digits / POWERS_OF_TEN[-exponent];
        }
        return exponent < -616 ? 0 : digits / POWERS_OF_TEN[-308 - exponent] / POWERS_OF_TEN[308];
    }

    private boolean parseInfinity(byte[] bytes, int from, int to, boolean negative) {
        String word = "infinity";
        int length = to - from;
        if (length != 3 && length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((bytes[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        value = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        pandasValue = value;
        integer = false;
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static double[] powersOfTen() {
        double[] powers = new double[309];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
