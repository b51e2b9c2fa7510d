package dev.tasuki.learn.prepare;

import java.util.Arrays;

/**
 * A column for each category that says 1 in its rows and 0 in others ({@code OneHotEncoder} with
 * {@code handle_unknown="ignore"}): categories in the order of their codes, then missing values if training
 * had some. An unknown category is 0 everywhere.
 *
 * @param categories number of categories, missing values not counted
 * @param missing whether missing values have a column of their own
 * @param dropFirst whether the first column is left out ({@code drop="first"})
 */
public record OneHot(int categories, boolean missing, boolean dropFirst) {
    /** Checks. @throws IllegalArgumentException when there is no category at all */
    public OneHot {
        if (categories < 0 || (categories == 0 && !missing)) {
            throw new IllegalArgumentException("there are " + categories + " categories; at least 1 is needed");
        }
    }

    /** Number of columns. */
    public int columns() {
        return categories + (missing ? 1 : 0) - (dropFirst ? 1 : 0);
    }

    /**
     * Writes the columns of one row.
     *
     * @param code the category's code; NaN for an unknown or a missing one
     * @param isMissing whether the value was missing, and not unknown
     * @param into where to write {@link #columns} values
     * @param at the first one's place
     */
    public void write(double code, boolean isMissing, double[] into, int at) {
        Arrays.fill(into, at, at + columns(), 0);
        int position = -1;
        if (isMissing) {
            position = missing ? categories : -1;
        } else if (!Double.isNaN(code)) {
            position = (int) code;
        }
        position -= dropFirst ? 1 : 0;
        if (position >= 0) {
            into[at + position] = 1;
        }
    }
}
