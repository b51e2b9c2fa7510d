package dev.tasuki.learn.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A place in an array, from which values are taken until its end and never beyond. For one thread. */
final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] array;
    private int at;
    private final int end;

    Bytes(byte[] array, int from, int end) {
        this.array = array;
        this.at = from;
        this.end = end;
    }

    /** The place of the next byte. */
    int at() {
        return at;
    }

    int left() {
        return end - at;
    }

    /** Goes over this many bytes; the place of the first. */
    int skip(int bytes) throws ParquetException {
        if (bytes < 0 || bytes > end - at) {
            throw ParquetException.damaged("a part of it is shorter than what it should hold");
        }
        int from = at;
        at += bytes;
        return from;
    }

    /** The same bytes as a place of their own. */
    Bytes part(int bytes) throws ParquetException {
        int from = skip(bytes);
        return new Bytes(array, from, from + bytes);
    }

    int next() throws ParquetException {
        return array[skip(1)] & 0xFF;
    }

    int nextInt() throws ParquetException {
        return (int) INT.get(array, skip(Integer.BYTES));
    }

    long nextLong() throws ParquetException {
        return (long) LONG.get(array, skip(Long.BYTES));
    }

    /** A number of up to 64 bits, seven in each byte, the lowest first. */
    long varint() throws ParquetException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw ParquetException.damaged("a number has more than 64 bits");
    }

    /** The same where negative numbers are the odd ones. */
    long zigzag() throws ParquetException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A length or count: not negative, and within an int. */
    int count() throws ParquetException {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw ParquetException.damaged("it claims a length of " + Long.toUnsignedString(value));
        }
        return (int) value;
    }
}
