package dev.tasuki.learn.onnx;

import dev.tasuki.learn.encode.ClassTarget;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.EncoderLearner;
import dev.tasuki.learn.encode.EncodingBounds;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.Preparation;
import dev.tasuki.learn.encode.Rows;
import dev.tasuki.learn.encode.Taken;
import dev.tasuki.learn.encode.Treatment;
import dev.tasuki.learn.model.Model;
import dev.tasuki.learn.spi.ConfiguredLearner;
import dev.tasuki.learn.spi.FitContext;
import dev.tasuki.learn.spi.Fitted;
import dev.tasuki.learn.spi.Kind;
import dev.tasuki.learn.spi.Learner;
import dev.tasuki.learn.spi.Takes;
import dev.tasuki.learn.spi.Target;
import dev.tasuki.learn.spi.WalkCounter;
import dev.tasuki.learn.table.CsvException;
import dev.tasuki.learn.table.CsvLimits;
import dev.tasuki.learn.table.CsvReader;
import dev.tasuki.learn.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Tables of numbers, and of numbers with gaps, text and flags; models of them; and what they answer. */
public final class Tables {
    public static final int ROWS = 300;

    /** Complete numbers. */
    static final List<String> NUMBERS = List.of("a", "b", "c");

    /** Numbers with gaps, text with gaps, numbers with gaps that may be categories, flags with gaps, complete numbers. */
    public static final List<String> MIXED = List.of("age", "city", "zip", "ok", "whole");

    private static final CsvLimits ANY = new CsvLimits(1 << 20, 10_000, 100, 1_000, 1_000, 1_000);

    private final Table table;
    private final List<List<Object>> cells = new ArrayList<>();
    private final double[] target = new double[ROWS];
    private final List<String> features;

    private Tables(List<String> features, String csv) throws IOException {
        this.features = features;
        try {
            this.table = CsvReader.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), ANY);
        } catch (CsvException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    public static Tables numbers() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder csv = new StringBuilder("a,b,c\n");
        List<List<Object>> cells = new ArrayList<>();
        double[] target = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double a = random.nextDouble(-3, 3);
            double b = random.nextInt(6);
            double c = random.nextDouble() * 1e-3;
            csv.append(a).append(',').append(b).append(',').append(c).append('\n');
            cells.add(List.of(a, b, c));
            target[row] = 100 + 20 * a * b + 3e4 * c + random.nextDouble();
        }
        return filled(new Tables(NUMBERS, csv.toString()), cells, target);
    }

    public static Tables mixed() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder csv = new StringBuilder("age,city,zip,ok,whole\n");
        List<List<Object>> cells = new ArrayList<>();
        double[] target = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int city = random.nextInt(5);
            double age = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(80);
            double zip = random.nextInt(9) == 0 ? Double.NaN : 1000 + random.nextInt(5);
            double ok = random.nextInt(3) - 1;
            String text = city == 4 ? "" : "città " + city;
            csv.append(Double.isNaN(age) ? "" : Integer.toString((int) age))
                    .append(',')
                    .append(text)
                    .append(',')
                    .append(Double.isNaN(zip) ? "" : Integer.toString((int) zip))
                    .append(',')
                    .append(ok < 0 ? "" : ok > 0 ? "True" : "False")
                    .append(',')
                    .append(row % 7)
                    .append('\n');
            cells.add(List.of(age, text, zip, ok < 0 ? Double.NaN : ok, (double) (row % 7)));
            target[row] = 10 * (city % 3)
                    + (Double.isNaN(age) ? 30 : age)
                    + 7 * ok
                    + (zip == 1002 ? 25 : 0)
                    + random.nextDouble();
        }
        return filled(new Tables(MIXED, csv.toString()), cells, target);
    }

    private static Tables filled(Tables table, List<List<Object>> cells, double[] target) {
        table.cells.addAll(cells);
        System.arraycopy(target, 0, table.target, 0, ROWS);
        return table;
    }

    /** The rows as inputs. */
    public List<List<Object>> cells() {
        return cells;
    }

    /** The rows as JSON, an object for each; null is missing. */
    public String json() {
        StringBuilder json = new StringBuilder();
        for (List<Object> row : cells) {
            json.append(json.isEmpty() ? "[" : ",").append('{');
            for (int f = 0; f < row.size(); f++) {
                json.append(f == 0 ? "" : ",");
                JsonText.quote(features.get(f), json);
                json.append(':');
                JsonText.put(row.get(f).equals("") ? Double.valueOf(Double.NaN) : row.get(f), json);
            }
            json.append('}');
        }
        return json.append(']').toString();
    }

    /** The same way for a column's categories, all else as it comes. */
    public static Treatment categories(Treatment.Categories way) {
        return new Treatment(
                Treatment.Missing.AUTO, Treatment.Flag.AUTO, way, Treatment.Dates.AUTO, Treatment.Flag.AUTO);
    }

    /** Some trees in place of a hundred. */
    public static Map<String, Object> few(Learner<?> learner) {
        String name = learner.name();
        if (name.startsWith("Hist")) {
            return Map.of("max_iter", 15);
        }
        return name.contains("Forest") || name.contains("ExtraTrees") || name.startsWith("Gradient")
                ? Map.of("n_estimators", 15)
                : Map.of();
    }

    /** A model of the table. @param classes of a classifier */
    public Model model(Learner<?> learner, Map<String, ?> parameters, Preparation preparation, int classes) {
        EncoderLearner.Abilities abilities = new EncoderLearner.Abilities(
                learner.takes().contains(Takes.MISSING), learner.takes().contains(Takes.CATEGORIES));
        Encoder encoder = new EncoderLearner(preparation, abilities, EncodingBounds.NONE)
                .learn(table, features, IntStream.range(0, ROWS - 60).toArray());
        Rows rows = encoder.rows(table);
        Map<String, Object> all = new HashMap<>(parameters);
        Target to = switch (learner.kind()) {
            case NUMBERS -> new Target.Numbers(target);
            case ANOMALY -> new Target.None(ROWS);
            case CLASSES -> {
                double[] sorted = target.clone();
                Arrays.sort(sorted);
                yield new Target.Classes(ClassTarget.ofNumbers(
                        Arrays.stream(target)
                                .map(y -> Math.floor((double) Arrays.binarySearch(sorted, y) * classes / ROWS))
                                .toArray(),
                        true));
            }
        };
        Fitted fitted = ConfiguredLearner.of(learner, all).fit(rows, to, FitContext.alone());
        return Model.of(fitted, encoder, learner.kind() == Kind.ANOMALY ? "" : "y", Map.of());
    }

    /** What a model answers to rows of cells, under the names of the outputs. */
    public static Map<String, List<?>> answers(Model model, List<List<Object>> cells) {
        WalkCounter walks = new WalkCounter(1 << 20, () -> false);
        Encoder encoder = model.info().encoder();
        List<double[]> rows = cells.stream().map(row -> encoded(encoder, row)).toList();
        return switch (model.fitted()) {
            case Fitted.Numbers fitted ->
                Map.of(
                        "prediction",
                        rows.stream().map(row -> fitted.predict(row, walks)).toList());
            case Fitted.Scores fitted -> {
                List<Double> scores =
                        rows.stream().map(row -> fitted.score(row, walks)).toList();
                yield Map.of(
                        "score",
                        scores,
                        "outlier",
                        scores.stream().map(s -> s < fitted.offset()).toList());
            }
            case Fitted.Classes fitted -> {
                List<double[]> all = rows.stream()
                        .map(row -> fitted.predictProbabilities(row, walks))
                        .toList();
                yield Map.of(
                        "probabilities",
                        all.stream()
                                .map(of -> Arrays.stream(of).boxed().toList())
                                .toList(),
                        "label",
                        all.stream()
                                .map(of -> fitted.labels().value(Fitted.Classes.likeliest(of)))
                                .toList());
            }
        };
    }

    /** A row of cells as the model gets it. */
    public static double[] encoded(Encoder encoder, List<Object> row) {
        double[] numbers = new double[encoder.names().size()];
        int column = 0;
        for (int f = 0; f < encoder.features().size(); f++) {
            Feature feature = encoder.features().get(f);
            if (feature instanceof Feature.LeftOut) {
                continue;
            }
            Object cell = row.get(column++);
            int at = encoder.place(f);
            Taken taken;
            if (cell instanceof Double number) {
                taken = number.isNaN() ? feature.missing(numbers, at) : feature.number(number, "", numbers, at);
            } else {
                taken = encoder.text(f, (String) cell, numbers);
            }
            if (taken == Taken.REFUSED) {
                throw new IllegalStateException(feature.name() + " refuses " + cell);
            }
            if (encoder.indicator(f) >= 0) {
                numbers[encoder.indicator(f)] = taken == Taken.MISSING ? 1 : 0;
            }
        }
        return numbers;
    }
}
