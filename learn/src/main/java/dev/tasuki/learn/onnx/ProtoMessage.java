package dev.tasuki.learn.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message whose size is known before it is written: its fields are added with their sizes, long ones with
 * what writes them. A message that was added to another one must not get further fields. Not thread-safe.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final List<Body> parts = new ArrayList<>();
    private long size;

    /** Writes exactly as many bytes as were announced. */
    @FunctionalInterface
    interface Body {
        void write(ProtoOut out) throws IOException;
    }

    /** Bytes of the message without a tag or a length of its own. */
    long size() {
        return size;
    }

    ProtoMessage number(int field, long value) {
        long tag = tag(field, VARINT);
        return add(ProtoOut.varintSize(tag) + ProtoOut.varintSize(value), out -> {
            out.varint(tag);
            out.varint(value);
        });
    }

    ProtoMessage text(int field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return run(field, bytes.length, out -> out.bytes(bytes));
    }

    ProtoMessage message(int field, ProtoMessage message) {
        return run(field, message.size, message::write);
    }

    /** A field of this length, which {@code body} writes. */
    ProtoMessage run(int field, long length, Body body) {
        long tag = tag(field, BYTES);
        return add(ProtoOut.varintSize(tag) + ProtoOut.varintSize(length) + length, out -> {
            out.varint(tag);
            out.varint(length);
            body.write(out);
        });
    }

    /** Fields of this many bytes in all, whose tags and lengths {@code body} writes, too. */
    ProtoMessage add(long bytes, Body body) {
        size = Math.addExact(size, bytes);
        parts.add(body);
        return this;
    }

    void write(ProtoOut out) throws IOException {
        for (Body part : parts) {
            part.write(out);
        }
    }

    private static long tag(int field, int wire) {
        return (long) field << 3 | wire;
    }
}
