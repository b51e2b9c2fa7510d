package dev.tasuki.forest.table;

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
