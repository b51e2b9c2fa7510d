package dev.tasuki.learn.onnx;

import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.FeatureRange;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Taken;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.prepare.Categories;
import dev.tasuki.learn.prepare.NumberCategories;
import dev.tasuki.learn.prepare.TextCategories;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.WalkCounter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Rows within the ranges of the training rows and what the model answers to them, so that a reader of the file can
 * check that it computes the same. The rows are made up: a model keeps none of those that it learned from.
 */
final class Examples {
    /** How many rows. */
    static final int ROWS = 20;

    private static final int WALKS_BETWEEN_LOOKS = 1_000;
    /** A longer category is not shown. */
    private static final int LONGEST = 60;
    /** A category that training has hardly seen. */
    private static final String UNKNOWN = "(not seen in training)";

    private final Model model;
    private final WalkCounter walks;
    private final SplittableRandom random = new SplittableRandom(42);

    private Examples(Model model, BooleanSupplier cancelled) {
        this.model = model;
        this.walks = new WalkCounter(WALKS_BETWEEN_LOOKS, cancelled);
    }

    /**
     * Rows and answers.
     *
     * @param columns the inputs
     * @param rows a value for each column: a text, or a number, which is NaN if it is missing
     * @param answers for each output of the graph a value or a list for each row
     */
    record Made(List<String> columns, List<List<Object>> rows, Map<String, List<?>> answers) {
        /** The three as JSON, each answer under its output's name; null is a missing value. */
        String json() {
            Map<String, List<?>> parts = new LinkedHashMap<>();
            parts.put("columns", columns);
            parts.put("rows", rows);
            parts.putAll(answers);
            StringBuilder json = new StringBuilder();
            parts.forEach((name, values) -> {
                json.append(json.isEmpty() ? '{' : ',');
                JsonText.quote(name, json);
                json.append(':');
                JsonText.put(values, json);
            });
            return json.append('}').toString();
        }
    }

    /** Makes them. @throws java.util.concurrent.CancellationException when cancelled */
    static Made of(Model model, BooleanSupplier cancelled) {
        return new Examples(model, cancelled).make();
    }

    private Made make() {
        Encoder encoder = model.info().encoder();
        List<String> columns = encoder.features().stream()
                .filter(feature -> !(feature instanceof Feature.LeftOut))
                .map(Feature::name)
                .toList();
        List<List<Object>> rows = new ArrayList<>();
        List<double[]> numbers = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double[] row = new double[encoder.names().size()];
            rows.add(row(i, encoder, row));
            numbers.add(row);
        }
        return new Made(columns, rows, answers(numbers));
    }

    private Map<String, List<?>> answers(List<double[]> rows) {
        Map<String, List<?>> answers = new LinkedHashMap<>();
        switch (model.fitted()) {
            case Fitted.Numbers fitted ->
                answers.put(
                        OutputGraph.PREDICTION,
                        rows.stream().map(row -> fitted.predict(row, walks)).toList());
            case Fitted.Scores fitted -> {
                List<Double> scores =
                        rows.stream().map(row -> fitted.score(row, walks)).toList();
                answers.put(OutputGraph.SCORE, scores);
                answers.put(
                        OutputGraph.OUTLIER,
                        scores.stream().map(score -> score < fitted.offset()).toList());
            }
            case Fitted.Classes fitted -> {
                List<double[]> shares = rows.stream()
                        .map(row -> fitted.predictProbabilities(row, walks))
                        .toList();
                answers.put(
                        OutputGraph.LABEL,
                        shares.stream()
                                .map(of -> fitted.labels().value(Fitted.Classes.likeliest(of)))
                                .toList());
                answers.put(
                        OutputGraph.PROBABILITIES,
                        shares.stream()
                                .map(of -> Arrays.stream(of).boxed().toList())
                                .toList());
            }
        }
        return answers;
    }

    /** The values of a row; writes what they become. */
    private List<Object> row(int i, Encoder encoder, double[] into) {
        List<Object> values = new ArrayList<>();
        for (int f = 0; f < encoder.features().size(); f++) {
            Feature feature = encoder.features().get(f);
            if (feature instanceof Feature.LeftOut) {
                continue;
            }
            Object value = value(i, feature);
            Taken taken = encode(value, feature, into, encoder.place(f));
            if (taken == Taken.REFUSED) {
                throw new IllegalStateException("feature " + feature.name() + " does not take " + value);
            }
            if (encoder.indicator(f) >= 0) {
                into[encoder.indicator(f)] = taken == Taken.MISSING ? 1 : 0;
            }
            values.add(value);
        }
        return values;
    }

    private static Taken encode(Object value, Feature feature, double[] into, int at) {
        if (!(value instanceof Double number)) {
            return feature.text(value.toString(), into, at);
        }
        return number.isNaN() ? feature.missing(into, at) : feature.number(number, "", into, at);
    }

    private Object value(int i, Feature feature) {
        return switch (feature) {
            case Feature.Numeric numeric -> number(i, numeric.range(), false);
            case NumberFeature number ->
                missing(i, number.missingTaken()) ? Double.NaN : number(i, number.range(), number.truths());
            case CategoryFeature category ->
                missing(i, category.missingTaken()) ? Double.NaN : category(i, category.known());
            case DateFeature date -> throw new IllegalStateException("dates are refused before: " + date.name());
            case Feature.LeftOut none -> throw new IllegalStateException(none.name() + " is no feature");
        };
    }

    /** The fourth row has nothing, later ones have gaps. */
    private boolean missing(int i, boolean taken) {
        return taken && (i == 3 || i > 4 && random.nextInt(8) == 0);
    }

    private double number(int i, FeatureRange range, boolean truth) {
        return switch (i) {
            case 0, 3, 4 -> truth ? 1 : range.median();
            case 1 -> range.min();
            case 2 -> range.max();
            default ->
                truth
                        ? random.nextInt(2)
                        : Math.clamp(
                                range.min() + (range.max() - range.min()) * random.nextDouble(),
                                range.min(),
                                range.max());
        };
    }

    /** The fifth row has categories that training has not seen. */
    private Object category(int i, Categories known) {
        boolean seen = i != 4 && known.size() > 0;
        int code = seen ? random.nextInt(known.size()) : 0;
        return switch (known) {
            case NumberCategories numbers ->
                seen ? (Object) numbers.numbers()[code] : (Object) unseen(numbers.numbers());
            case TextCategories texts -> {
                String text = seen ? texts.texts().get(code) : UNKNOWN;
                yield text.length() <= LONGEST ? text : UNKNOWN;
            }
        };
    }

    /** A number above all others. */
    private static double unseen(double[] numbers) {
        return numbers.length == 0 ? 0 : Math.min(Math.nextUp(numbers[numbers.length - 1]), Float.MAX_VALUE);
    }
}
