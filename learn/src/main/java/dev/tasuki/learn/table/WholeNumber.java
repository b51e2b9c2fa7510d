package dev.tasuki.learn.table;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whole numbers as they were written, where a double does not hold them. */
final class WholeNumber {
    private WholeNumber() {}

    /** The number that a field writes, which {@link NumberParser} has found to be whole and finite. */
    static BigInteger of(byte[] bytes, int start, int end) {
        return of(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** The same of a text. */
    static BigInteger of(String written) {
        return new BigInteger(written.strip());
    }

    /** Of at least one text. */
    static WholeRange range(List<String> written) {
        BigInteger first = of(written.getFirst());
        WholeRange range = new WholeRange(first, first);
        for (String text : written) {
            range = range.with(of(text));
        }
        return range;
    }
}
