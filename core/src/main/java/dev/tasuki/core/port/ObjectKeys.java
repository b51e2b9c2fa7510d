package dev.tasuki.core.port;

import dev.tasuki.core.task.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The rule for keys of an {@link ObjectStore}, the same for every store, so that what one takes
 * another takes, too: segments joined by {@code /}, at most 1024 bytes of UTF-8 in all (Amazon S3's
 * limit) and 255 in one segment (a file name's limit). A segment is not empty, does not begin with a
 * dot, and has no control character, backslash or colon.
 */
public final class ObjectKeys {
    private static final int MAX_KEY = 1024;
    private static final int MAX_SEGMENT = 255;

    private ObjectKeys() {}

    /** Returns {@code key}; throws IllegalArgumentException that says what is wrong with it. */
    public static String check(String key) {
        problem(key).ifPresent(problem -> {
            throw new IllegalArgumentException("object key \"" + Shown.of(key) + "\" " + problem);
        });
        return key;
    }

    /** True if {@link #check} would return. */
    public static boolean valid(String key) {
        return problem(key).isEmpty();
    }

    private static Optional<String> problem(String key) {
        if (size(key) > MAX_KEY) {
            return Optional.of("is longer than " + MAX_KEY + " bytes");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty()) {
                return Optional.of("has an empty segment");
            }
            if (segment.startsWith(".")) {
                return Optional.of("has a segment that begins with a dot");
            }
            if (size(segment) > MAX_SEGMENT) {
                return Optional.of("has a segment longer than " + MAX_SEGMENT + " bytes");
            }
            if (!segment.codePoints().allMatch(ObjectKeys::allowed)) {
                return Optional.of("has a control character, a lone surrogate, \\ or :");
            }
        }
        return Optional.empty();
    }

    private static boolean allowed(int c) {
        return !Character.isISOControl(c) && c != '\\' && c != ':' && Character.getType(c) != Character.SURROGATE;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
