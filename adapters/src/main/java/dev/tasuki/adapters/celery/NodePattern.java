package dev.tasuki.adapters.celery;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether a command is meant for a node: by glob, or by a regular expression that the name begins with. */
final class NodePattern {
    private static final int LONGEST = 256;
    /** Looks at letters; an expression that needs more does not match. */
    private static final int MOST_LOOKS = 100_000;

    private NodePattern() {}

    static boolean matches(String matcher, String pattern, String node) {
        if (pattern.length() > LONGEST) {
            return false;
        }
        return switch (matcher) {
            case "glob" -> looks(glob(pattern) + "\\z", node);
            case "pcre" -> looks(pattern, node);
            default -> false;
        };
    }

    private static boolean looks(String regex, String node) {
        try {
            return Pattern.compile(regex).matcher(new Counted(node)).lookingAt();
        } catch (PatternSyntaxException | TooManyLooks noPattern) {
            return false;
        }
    }

    private static String glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char letter : pattern.toCharArray()) {
            switch (letter) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return regex.toString();
    }

    /** A regular expression took too long. */
    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super("too many looks", null, false, false);
        }
    }

    /** Ends an expression that goes through its subject again and again. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
