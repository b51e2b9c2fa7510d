package dev.tasuki.learn.prepare;

/** The values of one column that have codes, from 0 in their order. Immutable. */
public sealed interface Categories permits TextCategories, NumberCategories {
    /** Number of categories. */
    int size();

    /** The code of a text; NaN for an unknown one. */
    double ofText(String text);

    /**
     * The code of a number; NaN for an unknown one.
     *
     * @param written how the number was written
     */
    double ofNumber(double number, String written);

    /** The code of true or false; NaN for an unknown one. */
    double ofTruth(boolean truth);

    /** A category for people and for names. */
    String shown(int code);

    /** Bytes that the categories take in a file, roughly. */
    long bytes();
}
