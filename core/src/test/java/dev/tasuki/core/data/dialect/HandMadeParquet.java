package dev.tasuki.core.data.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A Parquet file of one column x of whole numbers in one page, as no program would write it.
 *
 * @param codec the number of how the page is packed
 * @param page as it is stored
 * @param unpacked bytes that the page claims to have
 * @param values that it claims
 * @param rows that the row group claims
 */
record HandMadeParquet(int codec, byte[] page, int unpacked, int values, long rows) {
    /** Numbers that are not packed. */
    static HandMadeParquet of(long... numbers) {
        ByteBuffer page = ByteBuffer.allocate(Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        page.asLongBuffer().put(numbers);
        return new HandMadeParquet(0, page.array(), page.capacity(), numbers.length, numbers.length);
    }

    HandMadeParquet claiming(int bytes) {
        return new HandMadeParquet(codec, page, bytes, values, rows);
    }

    HandMadeParquet packed(int by, byte[] packed) {
        return new HandMadeParquet(by, packed, unpacked, values, rows);
    }

    /** The file. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
        byte[] head = head();
        out.writeBytes(head);
        out.writeBytes(page);
        byte[] footer = footer(head.length + page.length);
        out.writeBytes(footer);
        out.writeBytes(end(footer.length));
        return out.toByteArray();
    }

    /** What stands behind metadata of that length. */
    static byte[] end(int length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private byte[] head() {
        return new Thrift()
                .field(0x15, 0)
                .field(0x15, unpacked)
                .field(0x15, page.length)
                .raw(0x2C)
                .field(0x15, values)
                .field(0x15, 0)
                .field(0x15, 3)
                .field(0x15, 3)
                .raw(0, 0)
                .bytes();
    }

    private byte[] footer(int chunk) {
        Thrift thrift = new Thrift();
        thrift.field(0x15, 1).raw(0x19, 0x2C);
        thrift.raw(0x48, 1, 'r').field(0x15, 1).raw(0);
        thrift.field(0x15, 2).field(0x25, 0).raw(0x18, 1, 'x', 0);
        thrift.field(0x16, rows).raw(0x19, 0x1C);
        thrift.raw(0x19, 0x1C).field(0x26, 4).raw(0x1C);
        thrift.field(0x15, 2).raw(0x19, 0x15, 0, 0x19, 0x18, 1, 'x');
        thrift.field(0x15, codec)
                .field(0x16, values)
                .field(0x16, chunk)
                .field(0x16, chunk)
                .field(0x26, 4);
        thrift.raw(0, 0).field(0x16, chunk).field(0x16, rows).raw(0, 0);
        return thrift.bytes();
    }

    /** Numbers as Thrift's compact protocol writes them. */
    private static final class Thrift {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Thrift raw(int... bytes) {
            for (int one : bytes) {
                out.write(one);
            }
            return this;
        }

        Thrift field(int head, long value) {
            out.write(head);
            long left = value << 1 ^ value >> 63;
            while (left >>> 7 != 0) {
                out.write((int) (left & 0x7F | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
