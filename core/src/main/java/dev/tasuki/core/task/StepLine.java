package dev.tasuki.core.task;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line of a {@link Progress} that counts steps, such as {@code tree 37 of 100, OOB R² 0.412 after 30}. It is
 * written and read here alone: so a row keeps one line for a person, and programs get its figures.
 *
 * @param unit one step: tree, round, fit, fold, or a word of a foreign trainer
 * @param step steps done, 0 to {@code steps}
 * @param steps steps in all
 * @param score of the steps so far; null if none is known
 */
public record StepLine(
        String unit, int step, int steps, @Nullable Score score) {
    private static final Pattern COUNTED = Pattern.compile("(\\w{1,40}) (\\d{1,9}) of (\\d{1,9})(?:[,;].*)?");
    private static final Pattern SCORED = Pattern.compile("[^,]*, (OOB R²|OOB accuracy|early-stopping score)"
            + " (-?\\d{1,7}\\.\\d{4}(?:e[+-]\\d{2,3})?) after (\\d{1,9})");

    /** What a score measures. */
    public enum Metric {
        /** R² of a regressor's forest on rows out of the bag. */
        OOB_R2("OOB R²"),
        /** Accuracy of a classifier's forest on rows out of the bag. */
        OOB_ACCURACY("OOB accuracy"),
        /** The negative loss by which early stopping of boosting judges. */
        EARLY_STOPPING_SCORE("early-stopping score");

        private final String words;

        Metric(String words) {
            this.words = words;
        }

        /** Its name for programs, e.g. {@code oob_r2}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Metric of(String words) {
            for (Metric metric : values()) {
                if (metric.words.equals(words)) {
                    return metric;
                }
            }
            throw new IllegalArgumentException("no metric is called " + words);
        }
    }

    /**
     * How good the first steps are together; greater is better.
     *
     * @param value finite
     * @param after the number of those steps
     */
    public record Score(Metric metric, double value, int after) {
        private String text() {
            double size = Math.abs(value);
            String format = size != 0 && (size < 0.001 || size >= 1e6) ? ", %s %.4e after %d" : ", %s %.4f after %d";
            return String.format(Locale.ROOT, format, metric.words, value, after);
        }
    }

    /** The line; a score has four digits after its point, and a power of ten where it is large or small. */
    public String text() {
        String line = unit + " " + step + " of " + steps;
        return score == null ? line : line + score.text();
    }

    /** What a line counts, if it is such a line, ours or that of a foreign trainer. */
    public static Optional<StepLine> read(String text) {
        Matcher counted = COUNTED.matcher(text);
        if (!counted.matches()) {
            return Optional.empty();
        }
        int step = Integer.parseInt(counted.group(2));
        int steps = Integer.parseInt(counted.group(3));
        return step > steps ? Optional.empty() : Optional.of(new StepLine(counted.group(1), step, steps, score(text)));
    }

    private static @Nullable Score score(String text) {
        Matcher scored = SCORED.matcher(text);
        return scored.matches()
                ? new Score(
                        Metric.of(scored.group(1)),
                        Double.parseDouble(scored.group(2)),
                        Integer.parseInt(scored.group(3)))
                : null;
    }
}
