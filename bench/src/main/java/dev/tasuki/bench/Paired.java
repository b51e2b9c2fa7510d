package dev.tasuki.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Two things measured in turn, so that a machine that slows down slows both.
 *
 * @param ours one figure per pair
 * @param peer one figure per pair
 */
record Paired(double[] ours, double[] peer) {
    /** Measures once; may fail as measurements do. */
    @FunctionalInterface
    interface Measurement {
        double measure() throws Exception;
    }

    /** Measures {@code pairs} times ours, then the peer. */
    static Paired run(int pairs, Measurement ours, Measurement peer) throws Exception {
        double[] a = new double[pairs];
        double[] b = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            a[i] = ours.measure();
            b[i] = peer.measure();
        }
        return new Paired(a, b);
    }

    double medianOurs() {
        return median(ours);
    }

    double medianPeer() {
        return median(peer);
    }

    /** The median of the pairs' own ratios, ours to the peer's. */
    double medianRatio() {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / peer[i]);
        return median(ratios);
    }

    /** A row of a Markdown table: what, our median, the peer's, the ratio. */
    String row(String what, String unit) {
        return String.format(
                Locale.ROOT,
                "| %s | %s %s | %s %s | %.2f |",
                what,
                figure(medianOurs()),
                unit,
                figure(medianPeer()),
                unit,
                medianRatio());
    }

    static String figure(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1 ? "%.2f" : "%.4f", value);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
