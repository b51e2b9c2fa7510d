package dev.tasuki.learn.parquet;

import java.util.Arrays;

/**
 * What is unpacked, in an array that grows with it: a page that claims more than it holds costs no more memory than it
 * holds. For one thread.
 */
final class Room {
    private static final int FIRST = 64 << 10;

    private final PageMemory memory;
    private final int most;
    private byte[] array;
    private int length;

    /**
     * @param most bytes that may come
     * @param before stands before them, as it is; its first {@code copied} bytes
     */
    Room(int most, byte[] before, int copied, PageMemory memory) throws ParquetException {
        this.memory = memory;
        this.most = most + copied;
        int first = Math.min(this.most, Math.max(FIRST, copied));
        memory.take(first);
        this.array = new byte[first];
        System.arraycopy(before, 0, array, 0, copied);
        this.length = copied;
    }

    /** All of it, which must be as much as was claimed. */
    byte[] whole() throws ParquetException {
        if (length != most) {
            throw ParquetException.damaged("a page has " + length + " bytes unpacked, but claims " + most);
        }
        return array;
    }

    /** The array with room for this many bytes more from {@link #length} on. */
    byte[] with(int bytes) throws ParquetException {
        if (bytes < 0 || bytes > most - length) {
            throw ParquetException.damaged("a page has more bytes unpacked than the " + most + " that it claims");
        }
        if (length + bytes > array.length) {
            int larger = (int) Math.min(most, Math.max(length + bytes, 2L * array.length));
            memory.take(larger);
            byte[] before = array;
            array = Arrays.copyOf(before, larger);
            memory.giveBack(before.length);
        }
        return array;
    }

    int length() {
        return length;
    }

    /** What was written behind {@link #length} counts. */
    void wrote(int bytes) {
        length += bytes;
    }

    /** Bytes as they are. */
    void copy(byte[] from, int at, int bytes) throws ParquetException {
        System.arraycopy(from, at, with(bytes), length, bytes);
        length += bytes;
    }

    /** Bytes that were here before, {@code distance} bytes ago; they may reach into themselves. */
    void repeat(int distance, int bytes, int start) throws ParquetException {
        if (distance < 1 || distance > length - start) {
            throw ParquetException.damaged("a page repeats bytes that were not there");
        }
        byte[] into = with(bytes);
        if (distance >= bytes) {
            System.arraycopy(into, length - distance, into, length, bytes);
        } else {
            for (int i = 0; i < bytes; i++) {
                into[length + i] = into[length - distance + i];
            }
        }
        length += bytes;
    }

    /** The same byte. */
    void fill(byte value, int bytes) throws ParquetException {
        Arrays.fill(with(bytes), length, length + bytes, value);
        length += bytes;
    }
}
