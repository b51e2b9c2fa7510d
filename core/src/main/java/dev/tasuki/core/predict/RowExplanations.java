package dev.tasuki.core.predict;

import dev.tasuki.core.base.Deadline;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.request.PredictRequest;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.spi.Explainer;
import dev.tasuki.learn.spi.Explains;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each column of a client adds to its predictions. A column's contribution is that of all the numbers that it
 * became. For one answer.
 */
final class RowExplanations {
    private static final int BETWEEN_LOOKS = Limits.EXPLAIN_STEPS_BETWEEN_LOOKS.intValue();
    /** A node takes at least so many steps. */
    private static final int STEPS_PER_NODE = 19;

    private final PredictRequest request;
    private final Fitted fitted;
    private final Explainer explainer;
    private final Explainer.Walk walk;
    private final WalkCounter steps;
    /** The user's columns, without those that no number was made of. */
    private final List<String> columns;
    /** Of each number that the model gets, its column. */
    private final int[] columnOf;

    private final double[][] byNumber;
    private final double[][] byColumn;
    private final StringBuilder rows = new StringBuilder();

    private RowExplanations(PredictRequest request, Model model, Explainer explainer, Deadline deadline) {
        this.request = request;
        this.fitted = model.fitted();
        this.explainer = explainer;
        this.walk = explainer.walk();
        this.steps = new WalkCounter(BETWEEN_LOOKS, deadline::passed);
        Encoder encoder = model.info().encoder();
        this.columns = columns(encoder);
        this.columnOf = columnOf(encoder);
        int sums = explainer.base().length;
        this.byNumber = new double[sums][columnOf.length];
        this.byColumn = new double[sums][columns.size()];
    }

    /**
     * Throws {@link InvalidRequest} with {@code not_explainable} or {@code too_costly} before anything is explained, and
     * {@link java.util.concurrent.CancellationException} when the deadline has passed.
     */
    static RowExplanations of(PredictRequest request, Model model, Deadline deadline) {
        Explainer explainer = explainer(request, model, deadline);
        cost(request, model, explainer).require();
        return new RowExplanations(request, model, explainer, deadline);
    }

    /** Whether it is done at once. Throws as {@link #of}. */
    static boolean small(PredictRequest request, Model model, Deadline deadline) {
        Explains explains = explains(request, model);
        long least = STEPS_PER_NODE * explains.explainedNodes();
        return new ExplanationCost(request.rows(), least, 0, 1).small()
                && cost(request, model, explainer(request, model, deadline)).small();
    }

    private static Explains explains(PredictRequest request, Model model) {
        if (model.fitted() instanceof Explains explains) {
            return explains;
        }
        throw InvalidRequest.content(
                RefusalCode.NOT_EXPLAINABLE,
                "model " + request.model() + " is of " + model.info().algorithm()
                        + ", which cannot tell what each feature adds; ask without explain");
    }

    private static Explainer explainer(PredictRequest request, Model model, Deadline deadline) {
        Explains explains = explains(request, model);
        // Even the look at all nodes is paid only if the least that comes after it can be.
        new ExplanationCost(request.rows(), STEPS_PER_NODE * explains.explainedNodes(), 0, 1).require();
        return explains.explainer(new WalkCounter(BETWEEN_LOOKS, deadline::passed));
    }

    private static ExplanationCost cost(PredictRequest request, Model model, Explainer explainer) {
        long sums = explainer.base().length;
        Encoder encoder = model.info().encoder();
        long held = sums
                * Double.BYTES
                * (encoder.names().size() + encoder.columns().size());
        return new ExplanationCost(
                request.rows(),
                explainer.steps(),
                explainer.memory() + held,
                sums * encoder.columns().size());
    }

    private static boolean shown(Feature feature) {
        return !(feature instanceof Feature.LeftOut);
    }

    private static List<String> columns(Encoder encoder) {
        return encoder.features().stream()
                .filter(RowExplanations::shown)
                .map(Feature::name)
                .toList();
    }

    private static int[] columnOf(Encoder encoder) {
        int[] columnOf = new int[encoder.names().size()];
        int column = 0;
        for (int f = 0; f < encoder.features().size(); f++) {
            Feature feature = encoder.features().get(f);
            if (shown(feature)) {
                int place = encoder.place(f);
                Arrays.fill(columnOf, place, place + feature.names().size(), column);
                if (encoder.indicator(f) >= 0) {
                    columnOf[encoder.indicator(f)] = column;
                }
                column++;
            }
        }
        return columnOf;
    }

    /** Explains the next row. */
    void row(double[] row) {
        for (int k = 0; k < byNumber.length; k++) {
            Arrays.fill(byNumber[k], 0);
            Arrays.fill(byColumn[k], 0);
        }
        walk.add(row, byNumber, steps);
        for (int k = 0; k < byNumber.length; k++) {
            for (int number = 0; number < columnOf.length; number++) {
                byColumn[k][columnOf[number]] += byNumber[k][number];
            }
        }
        separate();
        if (fitted instanceof Fitted.Classes) {
            rows.append('[');
            for (int k = 0; k < byColumn.length; k++) {
                rows.append(k == 0 ? "" : ",");
                append(rows, byColumn[k]);
            }
            rows.append(']');
        } else {
            append(rows, byColumn[0]);
        }
    }

    /** The next row has no prediction. */
    void absent() {
        separate();
        rows.append("null");
    }

    private void separate() {
        if (!rows.isEmpty()) {
            rows.append(',');
        }
    }

    private static void append(StringBuilder json, double[] numbers) {
        json.append('[');
        for (int i = 0; i < numbers.length; i++) {
            json.append(i == 0 ? "" : ",");
            PredictionWriter.append(json, numbers[i]);
        }
        json.append(']');
    }

    /** Letters of the answer so far. */
    long length() {
        return rows.length();
    }

    /** Writes the member of the answer. */
    void end(StringBuilder json) {
        boolean single = request.single();
        json.append(",\"explanation\":{\"scale\":\"").append(explainer.scale().text());
        json.append('"');
        if (request.eachRow()) {
            // For who sends a long table in parts, and has to know how many rows a part may have.
            json.append(",\"steps\":").append(explainer.steps());
        }
        json.append(",\"features\":").append(Json.tree(columns));
        double[] base = explainer.base();
        json.append(",\"base\":");
        if (fitted instanceof Fitted.Classes of) {
            append(json, base);
            List<String> labels = new ArrayList<>(PredictionWriter.labels(of.labels()));
            // Of two classes the sum speaks for the second.
            List<String> spokenFor = base.length == labels.size() ? labels : List.of(labels.getLast());
            json.append(",\"of\":[").append(String.join(",", spokenFor)).append(']');
        } else {
            PredictionWriter.append(json, base[0]);
        }
        json.append(",\"contributions\":")
                .append(single ? "" : "[")
                .append(rows)
                .append(single ? "}" : "]}");
    }
}
