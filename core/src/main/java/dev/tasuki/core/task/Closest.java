package dev.tasuki.core.task;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * "Did you mean": the name that a misspelt one is nearest to, by Levenshtein's distance. What it may
 * cost is bounded whatever is sent: long names get no suggestion, few candidates are compared, and those
 * whose length alone rules them out are not even counted.
 */
public final class Closest {
    private static final int LETTERS = Limits.SUGGESTION_LETTERS.intValue();
    private static final int CANDIDATES = Limits.SUGGESTION_CANDIDATES.intValue();

    private Closest() {}

    /**
     * The nearest name, the case of letters aside; empty if none is near: more than a third of the
     * letters differ, or two in a short name, or one in a name of three.
     */
    public static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LETTERS) {
            return Optional.empty();
        }
        String asked = name.toLowerCase(Locale.ROOT);
        String best = null;
        int nearest = Math.max(name.length() < 4 ? 1 : 2, name.length() / 3) + 1;
        int compared = 0;
        for (String candidate : known) {
            if (candidate.length() > LETTERS || Math.abs(candidate.length() - name.length()) >= nearest) {
                continue;
            }
            if (++compared > CANDIDATES) {
                break;
            }
            int distance = distance(asked, candidate.toLowerCase(Locale.ROOT), nearest);
            if (distance < nearest) {
                nearest = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** "; did you mean X?", or nothing if no name is near. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** One row of the table at a time; given up once it cannot be below {@code enough} any more. */
    private static int distance(String a, String b, int enough) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
                least = Math.min(least, row[j]);
            }
            if (least >= enough) {
                return enough;
            }
        }
        return row[b.length()];
    }
}
