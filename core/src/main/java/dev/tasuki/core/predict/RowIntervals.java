package dev.tasuki.core.predict;

import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.conformal.Residuals;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.spi.Fitted;
import java.util.Locale;
import java.util.OptionalDouble;

/** Intervals around predicted numbers, as wide as the model was wrong on rows that it had not seen. For one answer. */
final class RowIntervals {
    private final boolean single;
    private final double level;
    private final double halfWidth;
    private final Residuals residuals;
    private final StringBuilder low = new StringBuilder();
    private final StringBuilder high = new StringBuilder();

    private RowIntervals(boolean single, double level, double halfWidth, Residuals residuals) {
        this.single = single;
        this.level = level;
        this.halfWidth = halfWidth;
        this.residuals = residuals;
    }

    /** Throws {@link InvalidRequest} with {@code no_interval} if the model has none of this level. */
    static RowIntervals of(PredictRequest request, double level, Model model) {
        Residuals residuals = residuals(request.model(), model);
        OptionalDouble halfWidth = residuals.halfWidth(level);
        if (halfWidth.isEmpty()) {
            long needed = (long) Math.ceil(level / (1 - level) - 1e-9);
            String most = needed > Residuals.MOST
                    ? "no model has intervals above 0.999"
                    : "an interval of %s needs the errors on %,d rows that the model had not seen"
                            .formatted(level, needed);
            throw none(("%s; model %s knows those on %,d rows: ask for at most %s, or train with more rows held out"
                            + " (test_size), or a forest with oob_score")
                    .formatted(most, request.model(), residuals.counted(), highest(residuals)));
        }
        return new RowIntervals(request.single(), level, halfWidth.getAsDouble(), residuals);
    }

    /** Rounded down to what is still there. */
    private static String highest(Residuals residuals) {
        return String.format(Locale.ROOT, "%.3f", Math.floor(residuals.highestLevel() * 1_000 + 1e-9) / 1_000);
    }

    private static Residuals residuals(ModelId id, Model model) {
        if (!(model.fitted() instanceof Fitted.Numbers)) {
            throw none("model " + id + " is of " + model.info().algorithm()
                    + ", which predicts no numbers; an interval is for numbers: ask without it");
        }
        try {
            return model.info()
                    .residuals()
                    .orElseThrow(
                            () -> none("model " + id + " was trained by a version that kept no errors for intervals;"
                                    + " train it again, or ask without interval"));
        } catch (IllegalArgumentException damaged) {
            throw new Corrupt(
                    RefusalCode.ARTIFACT_CORRUPT,
                    "model " + id + ": the errors that it keeps for intervals are damaged; train the model again",
                    damaged);
        }
    }

    private static InvalidRequest none(String detail) {
        return InvalidRequest.content(RefusalCode.NO_INTERVAL, detail);
    }

    /** The next row's interval. */
    void number(double prediction) {
        append(low, prediction - halfWidth);
        append(high, prediction + halfWidth);
    }

    /** The next row has no prediction. */
    void absent() {
        append(low, Double.NaN);
        append(high, Double.NaN);
    }

    private static void append(StringBuilder json, double bound) {
        json.append(json.isEmpty() ? "" : ",");
        PredictionWriter.append(json, bound);
    }

    /** Letters of the answer so far. */
    long length() {
        return (long) low.length() + high.length();
    }

    /** Writes the member of the answer. */
    void end(StringBuilder json) {
        String open = single ? "" : "[";
        String close = single ? "" : "]";
        json.append(",\"interval\":{\"level\":").append(level);
        json.append(",\"low\":").append(open).append(low).append(close);
        json.append(",\"high\":").append(open).append(high).append(close);
        json.append(",\"residuals\":\"").append(residuals.source().text());
        json.append("\",\"rows\":").append(residuals.counted()).append('}');
    }
}
