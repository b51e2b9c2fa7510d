package dev.tasuki.learn.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What pandas.read_csv takes for a missing value by default: the empty field and some words. */
final class MissingValue {
    private static final Set<String> WORDS = Set.of(
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "n/a",
            "nan",
            "null");

    private static final int LONGEST = 8;

    private MissingValue() {}

    static List<String> all() {
        return Stream.concat(Stream.of(""), WORDS.stream()).sorted().toList();
    }

    static boolean is(String text) {
        return text.isEmpty() || WORDS.contains(text);
    }

    static boolean is(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return true;
        }
        if (length > LONGEST) {
            return false;
        }
        return switch (bytes[start]) {
            case '#', '-', '1', '<', 'N', 'n' ->
                WORDS.contains(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
            default -> false;
        };
    }
}
