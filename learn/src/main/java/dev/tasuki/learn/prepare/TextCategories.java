package dev.tasuki.learn.prepare;

import java.nio.charset.StandardCharsets;
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
public final class TextCategories implements Categories {
    private static final Comparator<String> BY_CODE_POINTS = TextCategories::compare;

    private static final List<String> TRUE = List.of("True", "true", "TRUE");
    private static final List<String> FALSE = List.of("False", "false", "FALSE");

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

    @Override
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

    @Override
    public double ofText(String text) {
        return code(text);
    }

    /** As it was written, or as a whole number is. */
    @Override
    public double ofNumber(double number, String written) {
        double code = code(written);
        boolean whole = number == Math.rint(number) && Math.abs(number) <= 0x1p53;
        return Double.isNaN(code) && whole ? code(Long.toString((long) number)) : code;
    }

    /** As Python writes it, else in small letters, else in capitals. */
    @Override
    public double ofTruth(boolean truth) {
        for (String word : truth ? TRUE : FALSE) {
            if (knows(word)) {
                return code(word);
            }
        }
        return Double.NaN;
    }

    @Override
    public String shown(int code) {
        return texts.get(code);
    }

    @Override
    public long bytes() {
        return texts.stream()
                .mapToLong(text -> Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextCategories same && same.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }

    private static int compare(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }
}
