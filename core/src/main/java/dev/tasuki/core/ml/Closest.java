package dev.tasuki.core.ml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the name that a misspelt one is nearest to, by Levenshtein's distance. */
final class Closest {
    private static final int LONGEST = 100;

    private Closest() {}

    /** Empty if none is near: more than a third of the letters differ. */
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int nearest = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            if (candidate.length() <= LONGEST) {
                int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                if (distance < nearest) {
                    nearest = distance;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
