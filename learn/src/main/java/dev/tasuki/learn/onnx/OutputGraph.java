package dev.tasuki.learn.onnx;

import dev.tasuki.learn.encode.ClassLabels;
import dev.tasuki.learn.formula.Link;
import java.util.BitSet;

/** What becomes of a model's sums, as the outputs of a graph. */
final class OutputGraph {
    static final String PREDICTION = "prediction";
    static final String LABEL = "label";
    static final String PROBABILITIES = "probabilities";
    static final String SCORE = "score";
    static final String OUTLIER = "outlier";

    private final OnnxGraph graph;

    OutputGraph(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * The sums, NaN where a row has a value that the model does not take: ONNX cannot refuse a row.
     *
     * @param numbers what the learner gets
     * @param columns how many they are
     * @param refusing those of them that are NaN then
     */
    String refusing(String sums, String numbers, int columns, BitSet refusing) {
        if (refusing.isEmpty()) {
            return sums;
        }
        String checked = refusing.cardinality() == columns
                ? numbers
                : graph.op(
                        "Gather",
                        Attributes.none().number("axis", 1),
                        numbers,
                        graph.longs(refusing.stream().mapToLong(i -> i).toArray()));
        String nothing = graph.op("Mul", checked, graph.number(0));
        String zeroOrNan = graph.op("ReduceSum", nothing, graph.longs(1));
        return graph.op("Add", sums, zeroOrNan);
    }

    void number(String sums) {
        graph.output(PREDICTION, sums, ElementType.DOUBLE, 1);
    }

    void classes(String sums, Link.Plain link, ClassLabels labels) {
        String probabilities = switch (link) {
            case LOGISTIC -> logistic(sums);
            case SOFTMAX -> graph.op("Softmax", Attributes.none().number("axis", 1), sums);
            case SHARES, NUMBER -> sums;
        };
        String likeliest =
                graph.op("ArgMax", Attributes.none().number("axis", 1).number("keepdims", 0), probabilities);
        graph.output(LABEL, graph.op("Gather", labels(labels), likeliest), type(labels), 0);
        graph.output(PROBABILITIES, probabilities, ElementType.DOUBLE, labels.size());
    }

    private String logistic(String sum) {
        String second = graph.op("Sigmoid", sum);
        String first = graph.op("Sub", graph.number(1), second);
        return graph.op("Concat", Attributes.none().number("axis", 1), first, second);
    }

    private String labels(ClassLabels labels) {
        return switch (labels) {
            case ClassLabels.Text texts -> graph.texts(texts.labels());
            case ClassLabels.Numbers numbers ->
                numbers.integral()
                        ? graph.longs(numbers.labels().stream()
                                .mapToLong(Double::longValue)
                                .toArray())
                        : graph.doubles(
                                numbers.labels().stream()
                                        .mapToDouble(label -> label)
                                        .toArray(),
                                numbers.size());
        };
    }

    private static ElementType type(ClassLabels labels) {
        return switch (labels) {
            case ClassLabels.Text texts -> ElementType.STRING;
            case ClassLabels.Numbers numbers -> numbers.integral() ? ElementType.INT64 : ElementType.DOUBLE;
        };
    }

    void anomalies(String sums, Link.Anomaly link) {
        String exponent = link.lengths() == 0
                ? graph.op("Sub", graph.op("Mul", sums, graph.number(0)), graph.number(1))
                : graph.op("Div", sums, graph.number(-link.lengths()));
        String score = graph.op("Neg", graph.op("Pow", graph.number(2), exponent));
        graph.output(SCORE, score, ElementType.DOUBLE, 1);
        graph.output(OUTLIER, graph.op("Less", score, graph.number(link.offset())), ElementType.BOOL, 1);
    }
}
