package dev.tasuki.learn.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes looked at as one number, so that one instruction does for all of them.
 *
 * <p>Source of the digits' arithmetic: Daniel Lemire, "Number Parsing at a Gigabyte per Second",
 * 2021, section 5.
 */
final class EightBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

    /**
     * One more than a comma, in every byte: commas and line ends are below, all that numbers need
     * is above.
     */
    private static final long ABOVE_COMMA = 0x2D2D2D2D2D2D2D2DL;

    private EightBytes() {}

    /** Whether no byte of the range has its high bit set. */
    static boolean areAscii(byte[] bytes, int start, int end) {
        int position = start;
        for (; position + 8 <= end; position += 8) {
            if (((long) LONGS.get(bytes, position) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; position < end; position++) {
            if (bytes[position] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A number that differs for different ranges of bytes, as good as always. Each eight bytes are
     * multiplied in, and the sum is mixed as in Austin Appleby's MurmurHash3.
     */
    static long hash(byte[] bytes, int start, int end) {
        long hash = end - start;
        int position = start;
        for (; position + 8 <= end; position += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, position)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; position < end; position++) {
            rest = rest << 8 | (bytes[position] & 0xFF);
        }
        return mix((hash ^ rest) * 0x9E3779B97F4A7C15L);
    }

    /** Spreads what differs in a number over all its bits. */
    static long mix(long number) {
        long mixed = (number ^ number >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    /** Whether eight bytes are all decimal digits; there must be eight. */
    static boolean areDigits(byte[] bytes, int at) {
        long eight = (long) LONGS.get(bytes, at);
        // Digits are 0x30 to 0x39: their upper half is 3, and stays 3 when 6 is added.
        long upper = eight & HIGH_HALVES;
        long upperOfMore = ((eight + 0x0606060606060606L) & HIGH_HALVES) >>> 4;
        return (upper | upperOfMore) == 0x3333333333333333L;
    }

    /** The number that eight digits write. */
    static long digitsAt(byte[] bytes, int at) {
        long eight = (long) LONGS.get(bytes, at) - 0x3030303030303030L;
        // Neighbours are joined to pairs, pairs to fours and fours to the whole.
        long pairs = eight * 10 + (eight >>> 8);
        long outer = (pairs & 0x000000FF000000FFL) * 0x000F424000000064L;
        long inner = ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L;
        return (outer + inner) >>> 32;
    }

    /**
     * The first position from {@code at} on that may hold a comma or a line end, or {@code stop}.
     */
    static int skipAbove(byte[] bytes, int at, int stop) {
        int position = at;
        while (position + 8 <= stop) {
            long eight = (long) LONGS.get(bytes, position);
            // A byte's high bit survives where the byte is below 0x2D; a borrow only spoils bytes
            // behind the first such.
            long below = (eight - ABOVE_COMMA) & ~eight & HIGH_BITS;
            if (below != 0) {
                return position + (Long.numberOfTrailingZeros(below) >>> 3);
            }
            position += 8;
        }
        while (position < stop && (bytes[position] > ',' || bytes[position] < 0)) {
            position++;
        }
        return position;
    }
}
