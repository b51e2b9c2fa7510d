package dev.tasuki.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metrics beside those of a baseline.
 *
 * @param lines one for each metric, in the order given
 */
public record Comparison(List<Line> lines) {
    private static final List<String> LESS_IS_BETTER =
            List.of("rmse", "mae", "mse", "median_absolute_error", "max_error", "log_loss", "brier");

    /** Of scores without a target nothing is better: every change counts. */
    private static final List<String> NEITHER_IS_BETTER = List.of("outlier_share", "mean_score", "min_score");

    public Comparison {
        lines = List.copyOf(lines);
    }

    /** What became of a metric. */
    public enum Verdict {
        /** There is no baseline for it. */
        NEW,
        BETTER,
        SAME,
        /** Worse, within the tolerance. */
        TOLERATED,
        /** Worse, beyond the tolerance. */
        REGRESSION,
        /** The baseline has it, the new model has not; or it was named and is not defined. */
        GONE
    }

    /** One metric. */
    public record Line(
            String metric,
            @Nullable Double baseline,
            @Nullable Double now,
            Verdict verdict) {}

    /** Compares each metric of either side that is to be compared. */
    public static Comparison of(Map<String, Double> measured, Map<String, Double> known, Tolerances tolerances) {
        Map<String, Double> now = tolerances.compared(measured);
        Map<String, Double> baseline = tolerances.compared(known);
        List<Line> lines = new ArrayList<>();
        now.forEach((metric, value) -> {
            Double before = baseline.get(metric);
            Verdict verdict = before == null ? Verdict.NEW : verdict(metric, before, value, tolerances.of(metric));
            lines.add(new Line(metric, before, value, verdict));
        });
        baseline.forEach((metric, before) -> {
            if (!now.containsKey(metric)) {
                lines.add(new Line(metric, before, null, Verdict.GONE));
            }
        });
        tolerances.named().keySet().stream()
                .sorted()
                .filter(metric -> !now.containsKey(metric) && !baseline.containsKey(metric))
                .forEach(metric -> lines.add(new Line(metric, null, null, Verdict.GONE)));
        return new Comparison(lines);
    }

    private static Verdict verdict(String metric, double before, double now, Tolerance tolerance) {
        double worse = NEITHER_IS_BETTER.contains(metric)
                ? Math.abs(now - before)
                : LESS_IS_BETTER.contains(metric) ? now - before : before - now;
        if (worse == 0) {
            return Verdict.SAME;
        }
        if (worse < 0) {
            return Verdict.BETTER;
        }
        return worse <= tolerance.allowed(before) ? Verdict.TOLERATED : Verdict.REGRESSION;
    }

    /** True if a metric got worse beyond the tolerance, is gone, or is no number any more. */
    public boolean regressed() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.REGRESSION || line.verdict() == Verdict.GONE);
    }
}
