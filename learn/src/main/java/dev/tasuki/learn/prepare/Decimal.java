package dev.tasuki.learn.prepare;

/** Decimal numbers in text. */
public final class Decimal {
    private static final String LETTERS = "0123456789+-.eE";

    private Decimal() {}

    /** The number that a text is, with blanks around it or not; NaN when it is none. */
    public static double of(String text) {
        String decimal = text.strip();
        for (int i = 0; i < decimal.length(); i++) {
            if (LETTERS.indexOf(decimal.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(decimal);
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }
}
