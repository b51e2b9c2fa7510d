package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a cell that is no number looks like to a person. It stays text, as pandas has it: which of {@code 1,234} and
 * {@code 1.234} is meant only its author knows.
 */
public enum TextKind {
    /** A word or sign that often stands for a missing value, which pandas does not take for one. */
    MISSING_MARK,
    /** A number whose thousands are parted. */
    THOUSANDS,
    /** A number with a decimal comma. */
    DECIMAL_COMMA,
    /** A number with a percent sign. */
    PERCENT,
    /** A number with the sign or code of a currency. */
    CURRENCY,
    /** A number with a unit. */
    UNIT,
    /** A negative number in brackets or with its sign behind. */
    NEGATIVE,
    /** A number in digits or signs beyond ASCII. */
    DIGITS,
    /** A date or a time. */
    DATE,
    /** Yes or no, in some language. */
    YES_NO,
    /** None of these. */
    OTHER;

    private static final int LONGEST = 40;
    private static final String GROUPED =
            "(?:0|[1-9]\\d{0,2})(?:([.,' \u2019])\\d{3})(?:\\1\\d{3})*+(?:(?!\\1)[.,]\\d+)?"
                    + "|[1-9]\\d?(?:,\\d{2})+,\\d{3}(?:\\.\\d+)?";
    private static final String PLAIN = "\\d++(?:[.,]\\d++)?|[.,]\\d++";
    private static final String ANY = "[-+]?+(?:" + PLAIN + "|" + GROUPED + ")";
    private static final String MONEY =
            "(?:[$\u20ac\u00a3\u00a5\uffe5\u20b9\u20a9\u20bd\u5186\u5143]|r\\$|us\\$|usd|eur|gbp|jpy|chf|cny|inr|krw"
                    + "|cad|aud|sek|nok|dkk|pln|czk|kr\\.?|z\u0142|fr\\.)";
    private static final String UNITS =
            "(?:kg|g|mg|t|lbs?|oz|km|m|cm|mm|ft|in|mi|km/h|mph|s|sec|ms|h|hrs?|min|days?|years?|yrs?"
                    + "|l|ml|\u00b0|\u00b0c|\u00b0f|kw|kwh|hz|px|pt|kb|mb|gb|tb|k"
                    + "|m\u00b2|m2|sqft|\u4eba|\u4ef6|\u500b|\u6b73|\u5e74|\u4e07)";

    private static final Pattern THOUSANDS_PATTERN = Pattern.compile("[-+]?+(?:" + GROUPED + ")");
    private static final Pattern COMMA_PATTERN = Pattern.compile("[-+]?+\\d*+,\\d++(?:e[-+]?+\\d++)?");
    private static final Pattern PERCENT_PATTERN =
            Pattern.compile(ANY + " ?[%\u2030\uff05]|% ?" + ANY.replace("\\1", "\\2"));
    private static final Pattern MONEY_BEFORE = Pattern.compile("\\(?[-+]?" + MONEY + " ?" + ANY + "\\)?");
    private static final Pattern MONEY_BEHIND = Pattern.compile("\\(?" + ANY + " ?" + MONEY + "\\)?");
    private static final Pattern UNIT_PATTERN = Pattern.compile(ANY + " ?" + UNITS);
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(" + ANY + "\\)");
    private static final Pattern SIGN_BEHIND = Pattern.compile(ANY + "[-\u2212]");
    private static final Pattern NUMBER = Pattern.compile(ANY + "(?:e[-+]?+\\d++)?");
    private static final Pattern DATE_PATTERN =
            Pattern.compile("\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}(?:[t ]\\d{1,2}:\\d{2}.{0,16})?"
                    + "|\\d{1,2}([-/.])\\d{1,2}\\2\\d{2,4}(?:[t ]\\d{1,2}:\\d{2}.{0,16})?"
                    + "|\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?: ?[ap]m)?"
                    + "|\\d{4}\u5e74\\d{1,2}\u6708(?:\\d{1,2}\u65e5)?|\\d{1,2}[- ][a-z]{3}[- ]\\d{2,4}");

    private static final Set<String> MARKS = Set.of(
            "",
            "-",
            "--",
            "---",
            "?",
            "??",
            "???",
            ".",
            "..",
            "...",
            "*",
            "/",
            "\\n",
            "\u2013",
            "\u2014",
            "\u2026",
            "n.a.",
            "n.a",
            "na",
            "n/a",
            "n\\a",
            "none",
            "nil",
            "null",
            "nan",
            "<na>",
            "(null)",
            "(none)",
            "<null>",
            "[null]",
            "missing",
            "<missing>",
            "(missing)",
            "unknown",
            "unk",
            "undefined",
            "not available",
            "not applicable",
            "no data",
            "nodata",
            "tbd",
            "k.a.",
            "k. a.",
            "keine angabe",
            "#n/a",
            "#value!",
            "#ref!",
            "#div/0!",
            "#null!",
            "#num!",
            "#name?",
            "nd",
            "n.d.",
            "inconnu",
            "\u306a\u3057",
            "\u4e0d\u660e",
            "\u6b20\u640d",
            "\u6b20\u6e2c",
            "\u672a\u5b9a",
            "\uff0d",
            "\u30fc");

    private static final Set<String> ANSWERS = Set.of(
            "yes",
            "no",
            "y",
            "n",
            "ja",
            "nein",
            "oui",
            "non",
            "si",
            "s\u00ed",
            "t",
            "f",
            "on",
            "off",
            "true",
            "false",
            "\u306f\u3044",
            "\u3044\u3044\u3048",
            "wahr",
            "falsch",
            "vrai",
            "faux");

    /** What the cell looks like; looks at short ones alone. */
    static TextKind of(byte[] bytes, int start, int end) {
        return end - start > 2 * LONGEST ? OTHER : of(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }

    /** The same of a text. */
    public static TextKind of(String text) {
        if (text.length() > LONGEST) {
            return OTHER;
        }
        String word = text.replace('\u00a0', ' ').replace('\u202f', ' ').strip().toLowerCase(Locale.ROOT);
        if (MARKS.contains(word)) {
            return MISSING_MARK;
        }
        if (ANSWERS.contains(word)) {
            return YES_NO;
        }
        return word.codePoints().anyMatch(Character::isDigit) ? number(word) : OTHER;
    }

    private static TextKind number(String word) {
        if (THOUSANDS_PATTERN.matcher(word).matches()) {
            return THOUSANDS;
        }
        if (COMMA_PATTERN.matcher(word).matches()) {
            return DECIMAL_COMMA;
        }
        if (PERCENT_PATTERN.matcher(word).matches()) {
            return PERCENT;
        }
        if (DATE_PATTERN.matcher(word).matches()) {
            return DATE;
        }
        if (MONEY_BEFORE.matcher(word).matches() || MONEY_BEHIND.matcher(word).matches()) {
            return CURRENCY;
        }
        if (IN_BRACKETS.matcher(word).matches() || SIGN_BEHIND.matcher(word).matches()) {
            return NEGATIVE;
        }
        if (UNIT_PATTERN.matcher(word).matches()) {
            return UNIT;
        }
        String ascii = digits(Normalizer.normalize(word, Normalizer.Form.NFKC).replace('\u2212', '-'));
        return !ascii.equals(word) && NUMBER.matcher(ascii).matches() ? DIGITS : OTHER;
    }

    /** Digits of other scripts, e.g. Arabic ones, as ASCII has them. */
    private static String digits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }
}
