package dev.tasuki.server.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port as they stand in a Host header or an Origin.
 *
 * @param host in lower case, an IPv6 address with its brackets
 * @param port 1 to 65535; -1 if none was named
 */
record Authority(String host, int port) {
    private static final int LONGEST = 300;

    /** Null if the text is neither a name nor an address, with or without a port. */
    static @Nullable Authority parse(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : hostEnd(text);
        if (end == 0 || text.length() > LONGEST || !allowed(text, end)) {
            return null;
        }
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        if (end == text.length()) {
            return new Authority(host, -1);
        }
        int port = text.charAt(end) == ':' ? port(text.substring(end + 1)) : 0;
        return port == 0 ? null : new Authority(host, port);
    }

    private static int hostEnd(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static boolean allowed(String text, int end) {
        boolean bracketed = text.charAt(0) == '[';
        for (int i = bracketed ? 1 : 0; i < (bracketed ? end - 1 : end); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.';
            if (!letter && c != (bracketed ? ':' : '-') && (bracketed || c != '_')) {
                return false;
            }
        }
        return true;
    }

    /** Zero if it is none. */
    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return 0;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            port = port * 10 + c - '0';
        }
        return port > 65_535 ? 0 : port;
    }
}
