package dev.tasuki.learn.boost;

/**
 * How a node splits by categories.
 *
 * @param left codes that go left
 * @param known codes that occurred in training; those not in {@code left} go right, all others go the
 *     way of missing values
 */
public record CategorySplit(CodeSet left, CodeSet known) {
    private static final int CODES = 256;

    boolean goesLeft(double code, boolean missingLeft) {
        if (!(code >= 0 && code < CODES)) {
            return missingLeft;
        }
        int whole = (int) code;
        if (left.contains(whole)) {
            return true;
        }
        return !known.contains(whole) && missingLeft;
    }
}
