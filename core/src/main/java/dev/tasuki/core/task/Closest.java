package dev.tasuki.core.task;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * "Did you mean": the name that a misspelt one is nearest to. What it may cost is bounded whatever is
 * sent: long names get no suggestion, few candidates are compared, and those whose length alone rules
 * them out are not even counted.
 */
public final class Closest {
    private static final int LETTERS = Limits.SUGGESTION_LETTERS.intValue();
    private static final int CANDIDATES = Limits.SUGGESTION_CANDIDATES.intValue();
    /** A beginning of fewer letters says too little. */
    private static final int BEGINNING = 4;

    private Closest() {}

    /**
     * The name that is meant: the same one except for case, blanks, hyphens, underscores, forms of
     * Unicode and doubled letters; or else the only one that begins so; or else the nearest by
     * Damerau's distance. Empty if none is near: more than a third of the letters differ, or two in a
     * short name, or one in a name of three, or half of any name.
     */
    public static Optional<String> to(String name, Collection<String> known) {
        String asked = name.length() > LETTERS ? "" : folded(name);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        List<String> folds = new ArrayList<>();
        for (String candidate : known) {
            if (candidate.length() <= LETTERS) {
                names.add(candidate);
                folds.add(folded(candidate));
            }
        }
        int found = folds.indexOf(asked);
        found = found < 0 ? sameButForDoubles(asked, folds) : found;
        found = found < 0 ? beginning(asked, folds) : found;
        found = found < 0 ? nearest(asked, folds) : found;
        return found < 0 ? Optional.empty() : Optional.of(names.get(found));
    }

    private static String folded(String name) {
        boolean plain = Normalizer.isNormalized(name, Normalizer.Form.NFKC);
        String form = plain ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder kept = new StringBuilder(form.length());
        form.codePoints()
                .filter(c -> c != '_' && c != '-' && !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static int sameButForDoubles(String asked, List<String> folds) {
        String single = single(asked);
        for (int i = 0; i < folds.size(); i++) {
            String fold = folds.get(i);
            if (Math.abs(fold.length() - asked.length()) == 1 && single(fold).equals(single)) {
                return i;
            }
        }
        return -1;
    }

    /** A letter that follows itself is left out; a digit is not, since 11 is not 1. */
    private static String single(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == 0 || c != text.charAt(i - 1) || !Character.isLetter(c)) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static int beginning(String asked, List<String> folds) {
        int found = -1;
        for (int i = 0; i < folds.size() && asked.length() >= BEGINNING; i++) {
            if (folds.get(i).startsWith(asked)) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private static int nearest(String asked, List<String> folds) {
        int best = -1;
        int nearest = Math.max(asked.length() < 4 ? 1 : 2, asked.length() / 3) + 1;
        int compared = 0;
        for (int i = 0; i < folds.size(); i++) {
            String fold = folds.get(i);
            if (Math.abs(fold.length() - asked.length()) >= nearest) {
                continue;
            }
            if (++compared > CANDIDATES) {
                break;
            }
            int distance = distance(asked, fold, nearest);
            if (distance < nearest && 2 * distance < Math.max(asked.length(), fold.length())) {
                nearest = distance;
                best = i;
            }
        }
        return best;
    }

    /** "; did you mean X?", or nothing if no name is near. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /** One row of the table at a time; given up once it cannot be below {@code enough} any more. */
    private static int distance(String a, String b, int enough) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        int leastAbove = 0;
        for (int i = 1; i <= a.length(); i++) {
            int[] free = before;
            before = above;
            above = row;
            row = free;
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int changed = Math.min(above[j - 1] + (same ? 0 : 1), 1 + Math.min(above[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = swapped ? Math.min(changed, before[j - 2] + 1) : changed;
                least = Math.min(least, row[j]);
            }
            if (Math.min(least, leastAbove) >= enough) {
                return enough;
            }
            leastAbove = least;
        }
        return row[b.length()];
    }
}
