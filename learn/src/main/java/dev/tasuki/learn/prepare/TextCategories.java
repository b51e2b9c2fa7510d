package dev.tasuki.learn.prepare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The codes of the texts of one column ({@code OrdinalEncoder}): in the order of Unicode code points, from
 * 0. A text that training has not seen, and a missing one, have none.
 */
public final class TextCategories {
    private static final Comparator<String> BY_CODE_POINTS = TextCategories::compare;

    private final List<String> texts;
    private final Map<String, Integer> codes = new HashMap<>();

    private TextCategories(List<String> texts) {
        this.texts = texts;
        for (String text : texts) {
            codes.put(text, codes.size());
        }
    }

    /** Learns from the training rows; null is missing. */
    public static TextCategories learn(List<@Nullable String> rows) {
        return of(rows.stream().filter(Objects::nonNull).map(Objects::requireNonNull));
    }

    /** Categories that were learned before, in any order. */
    public static TextCategories of(Stream<String> texts) {
        return new TextCategories(texts.distinct().sorted(BY_CODE_POINTS).toList());
    }

    /** The texts in the order of their codes. */
    public List<String> texts() {
        return texts;
    }

    /** Number of categories. */
    public int size() {
        return texts.size();
    }

    /** Whether training has seen a text. */
    public boolean knows(String text) {
        return codes.containsKey(text);
    }

    /** The code of a text; NaN for an unknown or a missing one. */
    public double code(@Nullable String text) {
        Integer code = text == null ? null : codes.get(text);
        return code == null ? Double.NaN : code;
    }

    private static int compare(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }
}
