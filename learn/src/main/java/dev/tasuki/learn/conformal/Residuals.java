package dev.tasuki.learn.conformal;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * By how much a model that predicts numbers was wrong on rows that it had not seen, for split-conformal intervals: of
 * {@code n} errors the one at rank {@code ceil((n+1) × level)} is at least that of the next row with a probability of
 * {@code level} or more, whatever the model and the data are, as long as the row comes from where the others came from.
 * Immutable.
 *
 * <p>At most {@value #MOST} are kept: of more, those at the ranks {@code ceil((n+1) × j / 1000)}, with which the promise
 * holds as well.
 */
public final class Residuals {
    /** So many are kept at most. */
    public static final int MOST = 999;

    /** Products such as 0.7 × 10 may come out a little above the whole number that they are. */
    private static final double ROUNDING = 1e-9;

    private final Source source;
    private final int counted;
    private final double[] sorted;

    /** Where the rows were from. */
    public enum Source {
        /** Rows held out of the training. */
        HELD_OUT,
        /** Training rows, each predicted by the trees that had not drawn it. */
        OUT_OF_BAG;

        /** The word that stands for it in answers and files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Residuals(Source source, int counted, double[] sorted) {
        this.source = source;
        this.counted = counted;
        this.sorted = sorted;
    }

    /** Of these errors, whatever their signs; what is no number counts as infinite. */
    public static Residuals of(Source source, double[] errors) {
        double[] sizes = new double[errors.length];
        for (int i = 0; i < sizes.length; i++) {
            double size = Math.abs(errors[i]);
            sizes[i] = Double.isNaN(size) ? Double.POSITIVE_INFINITY : size;
        }
        Arrays.sort(sizes);
        return new Residuals(source, sizes.length, sizes.length <= MOST ? sizes : thinned(sizes));
    }

    private static double[] thinned(double[] sizes) {
        double[] kept = new double[MOST];
        for (int j = 1; j <= MOST; j++) {
            long rank = ((sizes.length + 1L) * j + MOST) / (MOST + 1);
            kept[j - 1] = sizes[(int) rank - 1];
        }
        return kept;
    }

    /** Where the rows were from. */
    public Source source() {
        return source;
    }

    /** How many rows there were. */
    public int counted() {
        return counted;
    }

    /** The highest level for which there is an interval; 0 without any error. */
    public double highestLevel() {
        return sorted.length / (sorted.length + 1.0);
    }

    /**
     * Half the width of the interval around a prediction: infinite where errors were; empty if so high a level needs
     * more errors than there are.
     *
     * @param level above 0 and below 1
     */
    public OptionalDouble halfWidth(double level) {
        int rank = (int) Math.max(1, Math.ceil((sorted.length + 1) * level - ROUNDING));
        return rank > sorted.length ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
    }

    /** As it is kept in a model: source, count of rows, and the errors in ascending order, with a blank in between. */
    public String text() {
        StringBuilder text = new StringBuilder(source.text()).append(' ').append(counted);
        for (double error : sorted) {
            text.append(' ').append(error);
        }
        return text.toString();
    }

    /** Reads {@link #text}. @throws IllegalArgumentException if it is none */
    public static Residuals parse(String text) {
        String[] words = text.split(" ", MOST + 3);
        if (words.length < 2 || words.length > MOST + 2) {
            throw new IllegalArgumentException("residuals are a source, a count and at most " + MOST + " errors");
        }
        Source source = Source.valueOf(words[0].toUpperCase(Locale.ROOT));
        int counted = Integer.parseInt(words[1]);
        double[] sorted = new double[words.length - 2];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Double.parseDouble(words[i + 2]);
            if (!(sorted[i] >= (i == 0 ? 0 : sorted[i - 1]))) {
                throw new IllegalArgumentException("residuals must ascend from 0");
            }
        }
        if (sorted.length != Math.min(counted, MOST)) {
            throw new IllegalArgumentException("there are other than the residuals that are counted");
        }
        return new Residuals(source, counted, sorted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Residuals same
                && same.source == source
                && same.counted == counted
                && Arrays.equals(same.sorted, sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return counted + " errors, " + source.text();
    }
}
