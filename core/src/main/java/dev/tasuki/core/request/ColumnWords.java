package dev.tasuki.core.request;

import java.util.Locale;

/**
 * What is done with a column, in words: the same for a training that is planned, of whose columns a description tells,
 * and for one that is done.
 */
public final class ColumnWords {
    /** Complete numbers. */
    public static final String AS_IT_IS = "numbers, as they are";
    /** A column of true and false. */
    public static final String TRUTHS = "true and false as 1 and 0";

    private static final String SCALED = "numbers on a scale of mean 0 and variance 1";

    private ColumnWords() {}

    /** Numbers that may be brought to a scale. */
    public static String numbers(boolean scaled) {
        return scaled ? SCALED : "numbers";
    }

    /** That values are missing, as the end of a sentence; nothing if none is. */
    public static String gaps(long missing, long rows) {
        return missing == 0
                ? ""
                : String.format(
                        Locale.ROOT, "; %,d of %,d rows %s no value", missing, rows, missing == 1 ? "has" : "have");
    }

    /** @param reason as words that follow "it" */
    public static String leftOut(String reason) {
        return "left out: it " + reason;
    }

    /** How categories are handed to a learner. */
    public enum Categories {
        ORDINAL(" as codes in their order", " as a code"),
        NATIVE(", which the learner takes as they are", ", which the learner takes as it is"),
        ONE_HOT(", each with a column that says where it is", ", with a column that says where it is");

        private final String several;
        private final String one;

        Categories(String several, String one) {
            this.several = several;
            this.one = one;
        }

        /** @param about "about " if the number is an estimate, else nothing */
        public String of(long number, String about) {
            return number == 1
                    ? about + "1 category" + one
                    : String.format(Locale.ROOT, "%s%,d categories", about, number) + several;
        }
    }
}
