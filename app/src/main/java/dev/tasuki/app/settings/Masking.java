package dev.tasuki.app.settings;

import java.util.regex.Pattern;

/** Hides passwords in values that are shown. */
public final class Masking {
    private static final Pattern USER_INFO = Pattern.compile("(://[^/?#@:\\s]*):[^/?#\\s]*@");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([?&;](?:[a-z_-]*(?:password|passwd|pwd|secret|token|key))=)[^&;\\s]*");

    private Masking() {}

    /** The text with the password of {@code scheme://user:password@host} and {@code ?password=} hidden. */
    public static String mask(String text) {
        String shown = USER_INFO.matcher(text).replaceAll("$1:***@");
        return PARAMETER.matcher(shown).replaceAll("$1***");
    }
}
