package dev.tasuki.app.settings;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that a mistyped one was meant to be. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest changed letters, if those are at most a third of the word (or two). */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String best = null;
        int least = Math.max(word.length() < 4 ? 1 : 2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** "; did you mean X?", or nothing if no candidate is near. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** Levenshtein's distance, one row of the table at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
