package dev.tasuki.learn.onnx;

import java.util.List;

/** Tensors (TensorProto). */
final class Tensors {
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int STRING_DATA = 6;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;

    private Tensors() {}

    /** Numbers of eight bytes each, which {@code body} writes. */
    static ProtoMessage run(String name, ElementType type, long count, ProtoMessage.Body body, long... shape) {
        return head(type, shape).text(NAME, name).run(RAW_DATA, Math.multiplyExact(count, Long.BYTES), body);
    }

    static ProtoMessage doubles(String name, double[] values, long... shape) {
        return run(
                name,
                ElementType.DOUBLE,
                values.length,
                out -> {
                    for (double value : values) {
                        out.fixed(value);
                    }
                },
                shape);
    }

    static ProtoMessage longs(String name, long[] values, long... shape) {
        return run(
                name,
                ElementType.INT64,
                values.length,
                out -> {
                    for (long value : values) {
                        out.fixed(value);
                    }
                },
                shape);
    }

    static ProtoMessage texts(String name, List<String> values) {
        ProtoMessage tensor = head(ElementType.STRING, values.size());
        values.forEach(value -> tensor.text(STRING_DATA, value));
        return tensor.text(NAME, name);
    }

    private static ProtoMessage head(ElementType type, long... shape) {
        ProtoMessage tensor = new ProtoMessage();
        for (long dimension : shape) {
            tensor.number(DIMS, dimension);
        }
        return tensor.number(DATA_TYPE, type.code());
    }
}
