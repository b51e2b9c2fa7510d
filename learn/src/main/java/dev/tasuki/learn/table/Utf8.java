package dev.tasuki.learn.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from bytes, strictly. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Decodes UTF-8 and refuses anything that is not. */
    static String decode(byte[] bytes, int start, int end) throws CharacterCodingException {
        if (EightBytes.areAscii(bytes, start, end)) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        // Java puts the replacement where bytes are malformed; one may also stand in the file itself.
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, start, end - start))
                        .toString();
    }

    /** Throws what {@link #decode} would throw. */
    static void check(byte[] bytes, int start, int end) throws CharacterCodingException {
        if (!EightBytes.areAscii(bytes, start, end)) {
            decode(bytes, start, end);
        }
    }

    /** The first letters of valid UTF-8; an ellipsis is the last of them if there are more. */
    static String first(byte[] bytes, int start, int end, int letters) {
        // A letter takes at most four bytes; one that is cut at the end is beyond the letters.
        int enough = Math.min(end, start + 4 * (letters + 1));
        String text = new String(bytes, start, enough - start, StandardCharsets.UTF_8);
        if (text.length() <= letters || text.codePointCount(0, text.length()) <= letters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, letters - 1)) + "…";
    }
}
