package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code True} and {@code False} in any case, which pandas.read_csv takes for booleans. */
final class BooleanWord {
    /** What {@link #of} says of what is neither. */
    static final int NEITHER = -1;

    private BooleanWord() {}

    /** 1 for true, 0 for false, {@link #NEITHER} for anything else. */
    static int of(byte[] bytes, int start, int end) {
        return switch (end - start) {
            case 4 -> is("true", bytes, start) ? 1 : NEITHER;
            case 5 -> is("false", bytes, start) ? 0 : NEITHER;
            default -> NEITHER;
        };
    }

    /** The same of a text. */
    static int of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** Whether there is a text, and all are such words. */
    static boolean all(List<String> texts) {
        return !texts.isEmpty() && texts.stream().allMatch(text -> of(text) != NEITHER);
    }

    private static boolean is(String word, byte[] bytes, int start) {
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
