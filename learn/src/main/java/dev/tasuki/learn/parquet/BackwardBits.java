package dev.tasuki.learn.parquet;

/** Bits that are read from the end of some bytes to their beginning; the highest 1 marks where they end. For one thread. */
final class BackwardBits {
    private final byte[] array;
    private final long start;
    private long left;

    BackwardBits(Bytes bytes) throws ParquetException {
        int length = bytes.left();
        int from = bytes.skip(length);
        if (length == 0 || bytes.array[from + length - 1] == 0) {
            throw ParquetException.damaged("bits in a page packed with Zstandard have no end");
        }
        array = bytes.array;
        start = (long) Byte.SIZE * from;
        int last = bytes.array[from + length - 1] & 0xFF;
        left = (long) Byte.SIZE * (length - 1) + 31 - Integer.numberOfLeadingZeros(last);
    }

    /** Bits that were not read yet. */
    long left() {
        return left;
    }

    /** The next bits, at most 32 of them. */
    long read(int count) throws ParquetException {
        if (count > left) {
            throw ParquetException.damaged("bits in a page packed with Zstandard end too early");
        }
        left -= count;
        return bits(start + left, count);
    }

    /** The next bits as if zeros stood behind the last, without reading them; at most 24. */
    int peek(int count) {
        return left >= count
                ? (int) bits(start + left - count, count)
                : (int) bits(start, (int) left) << count - (int) left;
    }

    /** Reads what was looked at. */
    void skip(int count) throws ParquetException {
        if (count > left) {
            throw ParquetException.damaged("bits in a page packed with Zstandard end too early");
        }
        left -= count;
    }

    private long bits(long at, int count) {
        long result = 0;
        int first = (int) (at >>> 3);
        int within = (int) (at & 7);
        int bytes = within + count + 7 >>> 3;
        for (int i = 0; i < bytes; i++) {
            result |= (array[first + i] & 0xFFL) << Byte.SIZE * i;
        }
        return result >>> within & (1L << count) - 1;
    }
}
