package dev.tasuki.core.data.dialect;

/**
 * How a CSV is written.
 *
 * @param separator between two fields
 * @param encoding of its letters
 * @param decimalComma whether columns of numbers like 1,5 were read
 */
public record Dialect(char separator, Encoding encoding, boolean decimalComma) {
    /** What every stored dataset is. */
    public static final Dialect PLAIN = new Dialect(',', Encoding.UTF_8, false);

    /** The separator as clients name it. */
    public String separatorName() {
        return name(separator);
    }

    static String name(char separator) {
        return separator == '\t' ? "tab" : String.valueOf(separator);
    }
}
