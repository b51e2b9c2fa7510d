package dev.tasuki.learn.parquet;

import java.util.Arrays;

/**
 * Texts behind their lengths (DELTA_LENGTH_BYTE_ARRAY), of which each may begin as the one before did
 * (DELTA_BYTE_ARRAY). For one thread.
 */
final class DeltaSlices implements Slices {
    private final int[] prefixes;
    private final int[] lengths;
    private final Bytes bytes;
    private final int longest;
    private byte[] last = new byte[64];
    private int lastLength;
    private int at;

    private DeltaSlices(int[] prefixes, int[] lengths, Bytes bytes, int longest) {
        this.prefixes = prefixes;
        this.lengths = lengths;
        this.bytes = bytes;
        this.longest = longest;
    }

    /**
     * Values whose lengths are taken out at once.
     *
     * @param prefixed whether a value may begin as the one before
     * @param longest bytes of a value
     */
    static DeltaSlices of(Bytes bytes, boolean prefixed, int longest, PageMemory memory) throws ParquetException {
        int[] prefixes = prefixed ? lengths(bytes, memory) : new int[0];
        return new DeltaSlices(prefixes, lengths(bytes, memory), bytes, longest);
    }

    private static int[] lengths(Bytes bytes, PageMemory memory) throws ParquetException {
        DeltaLongs deltas = new DeltaLongs(bytes);
        memory.take(Integer.BYTES * deltas.left());
        int[] lengths = new int[(int) deltas.left()];
        for (int i = 0; i < lengths.length; i++) {
            long length = deltas.next();
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw ParquetException.damaged("a text in it claims " + length + " bytes");
            }
            lengths[i] = (int) length;
        }
        return lengths;
    }

    @Override
    public void next(Slice into) throws ParquetException {
        if (at >= lengths.length || prefixes.length > 0 && at >= prefixes.length) {
            throw ParquetException.damaged("a page has fewer values than it claims");
        }
        int length = lengths[at];
        int from = bytes.skip(length);
        if (prefixes.length == 0) {
            into.set(bytes.array, from, length);
        } else {
            into.set(prefixed(prefixes[at], from, length), 0, lastLength);
        }
        at++;
    }

    private byte[] prefixed(int prefix, int from, int length) throws ParquetException {
        if (prefix > lastLength) {
            throw ParquetException.damaged("a text in it begins as the one before, but longer than that is");
        }
        // It cannot be shown before it is whole, so its bound is held here.
        if ((long) prefix + length > longest) {
            throw ParquetException.refused(
                    "a text in it has more than " + longest + " bytes, the most that one cell may have");
        }
        if (prefix + length > last.length) {
            last = Arrays.copyOf(last, Math.max(prefix + length, Math.min(longest, 2 * last.length)));
        }
        System.arraycopy(bytes.array, from, last, prefix, length);
        lastLength = prefix + length;
        return last;
    }
}
