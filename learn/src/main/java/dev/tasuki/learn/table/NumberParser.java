package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;

/**
 * Reads one field as a number, as {@code pandas.read_csv} would accept it: blanks around it, a
 * sign, digits with or without a point, an exponent; or {@code inf} and {@code infinity} in any
 * case.
 *
 * <p>Two values come of it: the correctly rounded one, and the one that pandas' default parser
 * makes. Not thread-safe: one parser reads one file.
 */
final class NumberParser {
    /** pandas looks at so many digits, leading zeros counted. */
    private static final int PANDAS_DIGITS = 17;

    /** So many digits fit into 64 bits. */
    private static final int LONG_DIGITS = 19;

    private static final int NO_EXPONENT = Integer.MIN_VALUE;
    private static final double[] POWERS_OF_TEN = powersOfTen();

    private long digits;
    private double value;
    private double pandasValue;
    private boolean integer;
    private boolean longDigits;

    /**
     * The correctly rounded value of the last field that was a number; infinite beyond the range of
     * a double.
     */
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

    /** Whether it was written as a finite whole number that no double holds, or that needs more than 63 bits. */
    boolean wide() {
        return integer
                && Math.abs(value) >= 0x1p53
                && Math.abs(value) <= Double.MAX_VALUE
                && (longDigits || Math.abs(value) >= 0x1p63 || (long) Math.abs(value) != digits);
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
        digits = 0;
        int at = readDigits(bytes, from, to);
        int whole = at - from;
        int places = 0;
        boolean point = at < to && bytes[at] == '.';
        if (point) {
            int end = readDigits(bytes, at + 1, to);
            places = end - at - 1;
            at = end;
        }
        int count = whole + places;
        if (count == 0) {
            return false;
        }
        int written = at < to ? exponentAt(bytes, at, to) : 0;
        if (written == NO_EXPONENT) {
            return false;
        }
        integer = !point && at == to;
        longDigits = count > LONG_DIGITS;
        double exact;
        long leading = digits;
        int exponent = written - places;
        int dropped = Math.max(0, count - PANDAS_DIGITS);
        if (count <= LONG_DIGITS) {
            exact = DecimalToDouble.convert(digits, exponent);
            if (dropped > 0) {
                leading = Long.divideUnsigned(digits, dropped == 1 ? 10 : 100);
            }
        } else {
            exact = convertLong(bytes, from, to, exponent);
            leading = firstDigits(bytes, from, PANDAS_DIGITS);
        }
        double pandas = pandasScaled(pandasDigits(leading, count - dropped), exponent + dropped);
        // Adding 0.0 turns -0.0 into 0.0: they compare equal, and only one of them sorts and prints
        // well.
        value = (negative ? -exact : exact) + 0.0;
        pandasValue = (negative ? -pandas : pandas) + 0.0;
        return true;
    }

    /**
     * Reads digits into {@link #digits}, which overflows beyond 19 of them, and says where they
     * end.
     */
    private int readDigits(byte[] bytes, int from, int to) {
        long read = digits;
        int at = from;
        while (at + 8 <= to && EightBytes.areDigits(bytes, at)) {
            read = read * 100_000_000 + EightBytes.digitsAt(bytes, at);
            at += 8;
        }
        while (at < to && isDigit(bytes[at])) {
            read = read * 10 + (bytes[at++] - '0');
        }
        digits = read;
        return at;
    }

    /**
     * More digits than a long holds: the leading 19, and the next one up; where both round alike,
     * so does the number.
     */
    private static double convertLong(byte[] bytes, int from, int to, int exponent) {
        int start = from;
        while (bytes[start] == '0' || bytes[start] == '.') {
            if (++start == to || !(isDigit(bytes[start]) || bytes[start] == '.')) {
                return 0;
            }
        }
        int count = 0;
        for (int i = start; i < to && (isDigit(bytes[i]) || bytes[i] == '.'); i++) {
            count += bytes[i] == '.' ? 0 : 1;
        }
        int kept = Math.min(count, LONG_DIGITS);
        long leading = firstDigits(bytes, start, kept);
        double low = DecimalToDouble.convert(leading, exponent + count - kept);
        if (kept == count || low == DecimalToDouble.convert(leading + 1, exponent + count - kept)) {
            return low;
        }
        return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static long firstDigits(byte[] bytes, int from, int count) {
        long first = 0;
        int at = from;
        for (int left = count; left > 0; at++) {
            if (bytes[at] != '.') {
                first = first * 10 + (bytes[at] - '0');
                left--;
            }
        }
        return first;
    }

    /**
     * pandas multiplies by ten and adds, digit by digit, in doubles: exact up to 15 digits,
     * rounding after that.
     */
    private static double pandasDigits(long digits, int count) {
        return switch (count) {
            case PANDAS_DIGITS -> {
                long head = digits / 100;
                int rest = (int) (digits - head * 100);
                int tens = rest / 10;
                yield ((double) head * 10 + tens) * 10 + rest % 10;
            }
            case PANDAS_DIGITS - 1 -> {
                long head = digits / 10;
                yield (double) head * 10 + (digits - head * 10);
            }
            default -> digits;
        };
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /**
     * The exponent written from {@code at} to the end, limited to what an int holds safely;
     * {@link #NO_EXPONENT} if malformed.
     */
    private static int exponentAt(byte[] bytes, int at, int to) {
        if ((bytes[at] | 0x20) != 'e' || at + 1 == to) {
            return NO_EXPONENT;
        }
        boolean negative = bytes[at + 1] == '-';
        int from = negative || bytes[at + 1] == '+' ? at + 2 : at + 1;
        if (from == to) {
            return NO_EXPONENT;
        }
        int exponent = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO_EXPONENT;
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
