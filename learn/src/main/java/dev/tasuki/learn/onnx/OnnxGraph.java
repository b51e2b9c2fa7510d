package dev.tasuki.learn.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph (GraphProto) as it is put together, node by node in the order in which they are computed. Every value has a
 * name of its own. Not thread-safe.
 */
final class OnnxGraph {
    private static final int NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OP = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int NODE_DOMAIN = 7;

    /** The number of rows, which is not known before. */
    private static final String ROWS = "rows";

    /** The operators for machine learning. */
    static final String ML = "ai.onnx.ml";

    private final ProtoMessage graph = new ProtoMessage();
    private final Set<String> names = new HashSet<>();
    private int values;
    private int nodes;

    OnnxGraph(String name) {
        graph.text(GRAPH_NAME, name);
    }

    /** The whole, once everything was added. */
    ProtoMessage message() {
        return graph;
    }

    /** An input of one column; its name must be new. */
    void input(String name, ElementType type) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two inputs have the name " + name);
        }
        graph.message(INPUT, value(name, type, 1));
    }

    /**
     * Names what a value is as an output; underscores follow the name if an input has it.
     *
     * @param columns of the output; 0: it is a list with an element for each row
     */
    void output(String wanted, String value, ElementType type, int columns) {
        String name = wanted;
        while (!names.add(name)) {
            name += "_";
        }
        node("", "Identity", List.of(value), name, Attributes.none());
        graph.message(OUTPUT, value(name, type, columns));
    }

    private static ProtoMessage value(String name, ElementType type, int columns) {
        ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, ROWS));
        if (columns > 0) {
            shape.message(1, new ProtoMessage().number(1, columns));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, type.code()).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    /** What an operator of ONNX itself gives. */
    String op(String operator, String... inputs) {
        return op(operator, Attributes.none(), inputs);
    }

    String op(String operator, Attributes attributes, String... inputs) {
        String name = fresh();
        node("", operator, List.of(inputs), name, attributes);
        return name;
    }

    /** What an operator for machine learning gives. */
    String ml(String operator, Attributes attributes, String... inputs) {
        String name = fresh();
        node(ML, operator, List.of(inputs), name, attributes);
        return name;
    }

    String cast(String value, ElementType type) {
        return op("Cast", Attributes.none().number("to", type.code()), value);
    }

    private void node(String domain, String operator, List<String> inputs, String output, Attributes attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(NODE_INPUT, input));
        node.text(NODE_OUTPUT, output).text(NODE_NAME, operator + "_" + ++nodes).text(NODE_OP, operator);
        attributes.all().forEach(attribute -> node.message(NODE_ATTRIBUTE, attribute));
        if (!domain.isEmpty()) {
            node.text(NODE_DOMAIN, domain);
        }
        graph.message(NODE, node);
    }

    /** A constant: one number if it has no shape. */
    String doubles(double[] numbers, long... shape) {
        String name = fresh();
        graph.message(INITIALIZER, Tensors.doubles(name, numbers, shape));
        return name;
    }

    /** One number. */
    String number(double value) {
        return doubles(new double[] {value});
    }

    /** A constant list. */
    String longs(long... numbers) {
        String name = fresh();
        graph.message(INITIALIZER, Tensors.longs(name, numbers, numbers.length));
        return name;
    }

    /** A constant list. */
    String texts(List<String> texts) {
        String name = fresh();
        graph.message(INITIALIZER, Tensors.texts(name, texts));
        return name;
    }

    /** A constant of {@code rows} times {@code columns} doubles, which {@code body} writes row by row. */
    String table(long rows, long columns, ProtoMessage.Body body) {
        String name = fresh();
        graph.message(
                INITIALIZER,
                Tensors.run(name, ElementType.DOUBLE, Math.multiplyExact(rows, columns), body, rows, columns));
        return name;
    }

    private String fresh() {
        String name;
        do {
            name = "value_" + ++values;
        } while (!names.add(name));
        return name;
    }
}
