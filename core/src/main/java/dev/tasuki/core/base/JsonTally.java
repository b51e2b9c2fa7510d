package dev.tasuki.core.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tasuki.core.task.Limits;
import java.io.IOException;

/**
 * Counts what a JSON body holds, token by token, before anybody builds a tree of it: a tree takes up to
 * fifty times the bytes of its body.
 */
final class JsonTally {
    /** The shortest member, such as {@code "":1,}. */
    private static final int MEMBER = 5;
    /** The shortest value with what parts it from the next, such as {@code 1,} or {@code []}. */
    private static final int VALUE = 2;

    private JsonTally() {}

    /**
     * What a tree takes, by the marks of its containers, values and strings. Those within strings are
     * counted, too: it is an upper bound that costs one look at each byte.
     */
    static long weight(byte[] body) {
        long weight = 0;
        for (byte b : body) {
            weight += switch (b) {
                case '{' -> 112;
                case '[' -> 64;
                case ',', ':' -> 40;
                case '"' -> 32;
                default -> 0;
            };
        }
        return weight;
    }

    /** Throws {@link dev.tasuki.core.task.InvalidRequest} if the body holds more than is allowed. */
    static void check(byte[] body, long elements) throws IOException {
        refuseOtherThanUtf8(body);
        int keys = Limits.JSON_KEYS.intValue();
        if (body.length > Math.min(MEMBER * (long) keys, VALUE * elements)) {
            count(body, keys, elements);
        }
    }

    private static void count(byte[] body, int keys, long elements) throws IOException {
        int[] members = new int[Limits.JSON_DEPTH.intValue() + 2];
        int level = 0;
        long values = 0;
        try (JsonParser parser = Json.tokens(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    if (++members[level] > keys) {
                        throw Json.invalid(
                                "beyond a limit: at most %,d members of one object".formatted(keys), at(parser));
                    }
                } else if (token.isStructEnd()) {
                    level--;
                } else {
                    if (++values > elements) {
                        throw Json.invalid("beyond a limit: at most %,d values".formatted(elements), at(parser));
                    }
                    if (token.isStructStart()) {
                        members[++level] = 0;
                    }
                }
            }
        }
    }

    private static long at(JsonParser parser) {
        return Math.max(0, parser.currentTokenLocation().getByteOffset());
    }

    /**
     * The parser would guess UTF-16 and UTF-32, which nobody in front of us expects. Their texts begin with
     * a mark or have a zero among the first four bytes; no JSON in UTF-8 does.
     */
    static void refuseOtherThanUtf8(byte[] body) {
        int first = body.length > 0 ? body[0] & 0xff : ' ';
        boolean foreign = first == 0xfe || first == 0xff;
        for (int i = 0; i < Math.min(4, body.length); i++) {
            foreign |= body[i] == 0;
        }
        if (foreign) {
            throw Json.invalid("not UTF-8", 0);
        }
    }
}
