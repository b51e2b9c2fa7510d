package dev.tasuki.core.task;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Shows people what a client sent: short, and without control characters. It is cut between two
 * characters, never within one, so that what is shown is valid Unicode whatever was sent.
 *
 * <p>Example: {@code "there is no model '" + Shown.of(id) + "'"}.
 */
public final class Shown {
    /** How many UTF-16 units are shown unless the caller says otherwise. */
    public static final int LETTERS = 60;

    private Shown() {}

    /** At most {@value #LETTERS} letters. */
    public static String of(String text) {
        return of(text, LETTERS);
    }

    /** At most {@code letters}, then "…" if there were more; what is no character becomes U+FFFD. */
    public static String of(String text, int letters) {
        if (clean(text, letters)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), letters) + 1);
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int units = Character.charCount(c);
            if (at + units > letters) {
                return shown.append('…').toString();
            }
            shown.appendCodePoint(Character.isISOControl(c) || lone(c) ? '\uFFFD' : c);
            at += units;
        }
        return shown.toString();
    }

    /** The first of many names, parted by commas, and how many more there are. */
    public static String first(Collection<String> names) {
        int most = Limits.PROBLEMS_SHOWN.intValue();
        String shown = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? shown + " and " + (names.size() - most) + " more" : shown;
    }

    /**
     * A name among others: in quotes, unless it is of nothing but letters, digits and {@code _ - .}, so that
     * its blanks and commas can be told from those around it.
     */
    public static String name(String name, int letters) {
        boolean plain = !name.isEmpty()
                && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        String shown = of(name, letters);
        return plain ? shown : '"' + shown + '"';
    }

    private static boolean clean(String text, int letters) {
        if (text.length() > letters) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean lone(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
