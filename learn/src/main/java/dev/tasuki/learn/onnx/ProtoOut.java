package dev.tasuki.learn.onnx;

import java.io.IOException;
import java.io.OutputStream;

/** The scalars of protobuf, into a stream by 64 KiB at a time. Not thread-safe. */
final class ProtoOut {
    private static final int PART = 64 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[PART];
    private int used;

    ProtoOut(OutputStream out) {
        this.out = out;
    }

    /** Bytes of a varint; a negative number has ten. */
    static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    void varint(long value) throws IOException {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[used++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[used++] = (byte) rest;
    }

    /** Eight bytes, the lowest first. */
    void fixed(long bits) throws IOException {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            buffer[used++] = (byte) (bits >>> shift);
        }
    }

    /** Eight bytes, the lowest first. */
    void fixed(double value) throws IOException {
        fixed(Double.doubleToRawLongBits(value));
    }

    void bytes(byte[] bytes) throws IOException {
        if (bytes.length > PART) {
            flush();
            out.write(bytes);
            return;
        }
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    private void room(int bytes) throws IOException {
        if (used + bytes > PART) {
            flush();
        }
    }

    /** Hands over what is buffered. */
    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }
}
