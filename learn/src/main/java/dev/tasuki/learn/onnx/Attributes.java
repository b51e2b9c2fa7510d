package dev.tasuki.learn.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The attributes of a node (AttributeProto). */
final class Attributes {
    private static final int NAME = 1;
    private static final int INT = 3;
    private static final int STRING = 4;
    private static final int TENSOR = 5;
    private static final int INTS = 8;
    private static final int STRINGS = 9;
    private static final int TYPE = 20;

    private static final int TYPE_INT = 2;
    private static final int TYPE_STRING = 3;
    private static final int TYPE_TENSOR = 4;
    private static final int TYPE_INTS = 7;
    private static final int TYPE_STRINGS = 8;

    private final List<ProtoMessage> all = new ArrayList<>();

    /** None. */
    static Attributes none() {
        return new Attributes();
    }

    Attributes number(String name, long value) {
        return add(named(name).number(INT, value), TYPE_INT);
    }

    Attributes text(String name, String value) {
        return add(named(name).text(STRING, value), TYPE_STRING);
    }

    Attributes tensor(String name, ProtoMessage tensor) {
        return add(named(name).message(TENSOR, tensor), TYPE_TENSOR);
    }

    Attributes numbers(String name, long[] values) {
        long bytes = 0;
        for (long value : values) {
            bytes += ProtoOut.varintSize(value);
        }
        return numbers(name, bytes, out -> {
            for (long value : values) {
                out.varint(value);
            }
        });
    }

    /** Integers as varints of this many bytes in all. */
    Attributes numbers(String name, long bytes, ProtoMessage.Body varints) {
        return add(named(name).run(INTS, bytes, varints), TYPE_INTS);
    }

    Attributes texts(String name, List<String> values) {
        ProtoMessage attribute = named(name);
        values.forEach(value -> attribute.text(STRINGS, value));
        return add(attribute, TYPE_STRINGS);
    }

    /** Short texts as fields of this many bytes in all; {@link #writeText} writes each. */
    Attributes texts(String name, long bytes, ProtoMessage.Body fields) {
        return add(named(name).add(bytes, fields), TYPE_STRINGS);
    }

    /** Bytes of one of these texts, whose letters are ASCII. */
    static int textSize(byte[] text) {
        return 2 + text.length;
    }

    static void writeText(byte[] text, ProtoOut out) throws IOException {
        out.varint(STRINGS << 3 | 2);
        out.varint(text.length);
        out.bytes(text);
    }

    private static ProtoMessage named(String name) {
        return new ProtoMessage().text(NAME, name);
    }

    private Attributes add(ProtoMessage attribute, int type) {
        all.add(attribute.number(TYPE, type));
        return this;
    }

    List<ProtoMessage> all() {
        return all;
    }
}
