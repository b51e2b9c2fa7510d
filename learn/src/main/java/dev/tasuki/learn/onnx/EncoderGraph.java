package dev.tasuki.learn.onnx;

import dev.tasuki.learn.encode.CategoryFeature;
import dev.tasuki.learn.encode.DateFeature;
import dev.tasuki.learn.encode.Encoder;
import dev.tasuki.learn.encode.Feature;
import dev.tasuki.learn.encode.NumberFeature;
import dev.tasuki.learn.encode.Slot;
import dev.tasuki.learn.prepare.NumberCategories;
import dev.tasuki.learn.prepare.TextCategories;
import dev.tasuki.learn.table.CsvReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An encoder as a graph: each column is an input of its own, and the numbers that a learner gets are computed from
 * them. Columns of numbers are computed side by side; the number of a category picks a row from a table.
 */
final class EncoderGraph {
    private final Encoder encoder;
    private final OnnxGraph graph;
    private final Blocks blocks = new Blocks();
    private final int[] places;
    private final Map<Integer, Codes> codes = new HashMap<>();
    private final BitSet refusing = new BitSet();

    /**
     * A column of codes without an order.
     *
     * @param index names the table row of each row's category
     * @param numbers of each table row, what the learner gets: the codes, then what stands for a missing value and
     *     for an unknown category
     */
    record Codes(String index, double[] numbers) {}

    /**
     * What the graph computes.
     *
     * @param blocks the numbers, not in the learner's order
     * @param places where each number of the learner's stands among them
     * @param codes the columns of codes without an order, by their number among the learner's
     * @param refusing the places where NaN stands for a value that the model does not take
     */
    record Encoded(Blocks blocks, int[] places, Map<Integer, Codes> codes, BitSet refusing) {}

    private EncoderGraph(Encoder encoder, OnnxGraph graph) {
        this.encoder = encoder;
        this.graph = graph;
        this.places = new int[encoder.names().size()];
    }

    /** Throws {@link OnnxRefusedException} if a column cannot be prepared by operators of ONNX. */
    static void require(Encoder encoder) {
        List<String> dates = encoder.features().stream()
                .filter(feature -> feature instanceof DateFeature)
                .map(Feature::name)
                .toList();
        if (!dates.isEmpty()) {
            throw OnnxRefusedException.unsaid(
                    "the model reads dates (" + shown(dates)
                            + "), for which ONNX has no operator: train with columns of their parts, or take the model's own file");
        }
        if (encoder.names().isEmpty()) {
            throw OnnxRefusedException.unsaid("the model has no feature, so that an ONNX file would have no input");
        }
    }

    private static String shown(List<String> names) {
        int most = 5;
        String first = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
    }

    /** Puts the inputs and all that becomes of them into the graph. */
    static Encoded of(Encoder encoder, OnnxGraph graph) {
        EncoderGraph encoding = new EncoderGraph(encoder, graph);
        encoding.inputs();
        encoding.numbers();
        for (int f = 0; f < encoder.features().size(); f++) {
            if (encoder.features().get(f) instanceof CategoryFeature category) {
                encoding.category(f, category);
            }
        }
        return new Encoded(encoding.blocks, encoding.places, encoding.codes, encoding.refusing);
    }

    /** What a column is as an input. */
    static ElementType type(Feature feature) {
        return feature instanceof CategoryFeature category && category.known() instanceof TextCategories
                ? ElementType.STRING
                : ElementType.DOUBLE;
    }

    /** Before all else, so that no value has the name of a column. */
    private void inputs() {
        for (Feature feature : encoder.features()) {
            if (!(feature instanceof Feature.LeftOut)) {
                graph.input(feature.name(), type(feature));
            }
        }
    }

    private void numbers() {
        List<Integer> features = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        Blocks raw = new Blocks();
        for (int f = 0; f < encoder.features().size(); f++) {
            Feature feature = encoder.features().get(f);
            if (feature instanceof Feature.Numeric || feature instanceof NumberFeature) {
                features.add(f);
                slots.add(slot(feature));
                raw.add(feature.name(), 1);
            }
        }
        if (features.isEmpty()) {
            return;
        }
        String values = raw.joined(graph);
        String missing = graph.op("IsNaN", values);
        int first = blocks.add(prepared(values, missing, slots), features.size());
        for (int i = 0; i < features.size(); i++) {
            places[encoder.place(features.get(i))] = first + i;
            boolean stays = encoder.features().get(features.get(i)) instanceof NumberFeature number
                    && number.missingTaken()
                    && Double.isNaN(number.slot().fill());
            refusing.set(first + i, !stays);
        }
        indicators(features, missing);
    }

    /** A missing value that is not taken stays NaN. */
    private static Slot slot(Feature feature) {
        if (!(feature instanceof NumberFeature number)) {
            return Slot.filling(Double.NaN);
        }
        Slot slot = number.slot();
        return number.missingTaken() ? slot : new Slot(Double.NaN, slot.mean(), slot.scale());
    }

    private String prepared(String values, String missing, List<Slot> slots) {
        String prepared = values;
        double[] fills = slots.stream().mapToDouble(Slot::fill).toArray();
        if (!Arrays.stream(fills).allMatch(Double::isNaN)) {
            prepared = graph.op("Where", missing, graph.doubles(fills, fills.length), prepared);
        }
        double[] means = slots.stream().mapToDouble(Slot::mean).toArray();
        if (!Arrays.stream(means).allMatch(mean -> mean == 0)) {
            prepared = graph.op("Sub", prepared, graph.doubles(means, means.length));
        }
        double[] scales = slots.stream().mapToDouble(Slot::scale).toArray();
        if (!Arrays.stream(scales).allMatch(scale -> scale == 1)) {
            prepared = graph.op("Div", prepared, graph.doubles(scales, scales.length));
        }
        return prepared;
    }

    private void indicators(List<Integer> features, String missing) {
        List<Integer> with = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (encoder.indicator(features.get(i)) >= 0) {
                with.add(i);
            }
        }
        if (with.isEmpty()) {
            return;
        }
        String columns = graph.longs(with.stream().mapToLong(i -> i).toArray());
        String flags = graph.op("Gather", Attributes.none().number("axis", 1), missing, columns);
        int first = blocks.add(graph.cast(flags, ElementType.DOUBLE), with.size());
        for (int i = 0; i < with.size(); i++) {
            places[encoder.indicator(features.get(with.get(i)))] = first + i;
        }
    }

    private void category(int f, CategoryFeature category) {
        int known = category.categories();
        String column = switch (category.known()) {
            case TextCategories texts -> ofTexts(category.name(), texts);
            case NumberCategories numbers -> ofNumbers(category.name(), numbers);
        };
        String index = graph.op("Squeeze", column, graph.longs(1));
        double[] numbers = new double[known + 2];
        Arrays.setAll(numbers, row -> row < known ? row : row == known ? category.missing() : category.unknown());
        int width = category.width();
        double[] table = new double[numbers.length * width];
        for (int row = 0; row < numbers.length; row++) {
            write(category, numbers[row], table, row * width);
        }
        if (!category.missingTaken()) {
            Arrays.fill(table, known * width, (known + 1) * width, Double.NaN);
        }
        int first = blocks.add(graph.op("Gather", graph.doubles(table, numbers.length, width), index), width);
        boolean stays = !category.way().equals(CategoryFeature.Way.ONE_HOT)
                && (Double.isNaN(category.unknown()) || category.missingTaken() && Double.isNaN(category.missing()));
        for (int i = 0; i < width; i++) {
            places[encoder.place(f) + i] = first + i;
            refusing.set(first + i, !stays);
        }
        if (category.categorical()) {
            codes.put(encoder.place(f), new Codes(index, numbers));
        }
    }

    private static void write(CategoryFeature category, double number, double[] table, int at) {
        if (category.way() != CategoryFeature.Way.ONE_HOT) {
            table[at] = number;
        } else if (!Double.isNaN(number)) {
            table[at + (int) number] = 1;
        }
    }

    /** The table row of each text; the words for missing values are those of a file. */
    private String ofTexts(String name, TextCategories texts) {
        List<String> keys = new ArrayList<>(texts.texts());
        int known = keys.size();
        CsvReader.missingWords().stream().filter(word -> !texts.knows(word)).forEach(keys::add);
        long[] rows = new long[keys.size()];
        Arrays.setAll(rows, i -> Math.min(i, known));
        Attributes attributes = Attributes.none()
                .texts("keys_strings", keys)
                .numbers("values_int64s", rows)
                .number("default_int64", known + 1L);
        return graph.ml("LabelEncoder", attributes, name);
    }

    /** The same of numbers, which are compared with every category. */
    private String ofNumbers(String name, NumberCategories numbers) {
        int known = numbers.size();
        String equal =
                graph.cast(graph.op("Equal", name, graph.doubles(numbers.numbers(), 1, known)), ElementType.DOUBLE);
        double[] steps = new double[known];
        Arrays.setAll(steps, code -> code - (known + 1));
        String found = graph.op("MatMul", equal, graph.doubles(steps, known, 1));
        String missing = graph.cast(graph.op("IsNaN", name), ElementType.DOUBLE);
        String row = graph.op("Add", graph.op("Sub", found, missing), graph.number(known + 1));
        return graph.cast(row, ElementType.INT64);
    }
}
