package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;

/** Values as a message may show them: short, on one line, without control characters. */
final class Shown {
    private static final int LONGEST = 40;

    private Shown() {}

    static String of(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + 4 * LONGEST);
        String text = of(new String(bytes, from, end - from, StandardCharsets.UTF_8));
        return end < to && !text.endsWith("...") ? text + "..." : text;
    }

    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST + 1L)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(shown::appendCodePoint);
        if (shown.codePointCount(0, shown.length()) <= LONGEST) {
            return shown.toString();
        }
        shown.setLength(shown.offsetByCodePoints(0, LONGEST - 3));
        return shown + "...";
    }
}
