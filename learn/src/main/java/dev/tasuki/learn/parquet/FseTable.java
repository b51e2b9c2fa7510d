package dev.tasuki.learn.parquet;

/** States of a finite-state entropy coder: each has a symbol, and the bits that lead to the next one. Immutable. */
final class FseTable {
    private final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] next;

    private FseTable(int log) {
        this.log = log;
        this.symbols = new byte[1 << log];
        this.bits = new byte[1 << log];
        this.next = new short[1 << log];
    }

    /** The same symbol always. */
    static FseTable single(int symbol) {
        FseTable table = new FseTable(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /** Of how often each symbol occurs among the states; -1 is rarer than once. */
    static FseTable of(int log, short... counts) throws ParquetException {
        FseTable table = new FseTable(log);
        int size = 1 << log;
        int high = size - 1;
        int[] upcoming = new int[counts.length];
        for (int symbol = 0; symbol < counts.length; symbol++) {
            upcoming[symbol] = Math.max(1, counts[symbol]);
            if (counts[symbol] == -1) {
                table.symbols[high--] = (byte) symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                table.symbols[at] = (byte) symbol;
                do {
                    at = at + step & size - 1;
                } while (at > high);
            }
        }
        if (at != 0) {
            throw damaged();
        }
        for (int state = 0; state < size; state++) {
            int count = upcoming[table.symbols[state] & 0xFF]++;
            int width = log - 31 + Integer.numberOfLeadingZeros(count);
            table.bits[state] = (byte) width;
            table.next[state] = (short) ((count << width) - size);
        }
        return table;
    }

    /** Reads a table of at most that size and that many symbols. */
    static FseTable read(Bytes bytes, int largestLog, int largestSymbol) throws ParquetException {
        ForwardBits in = new ForwardBits(bytes);
        int log = in.read(4) + 5;
        if (log > largestLog) {
            throw damaged();
        }
        short[] counts = new short[largestSymbol + 1];
        int left = (1 << log) + 1;
        int threshold = 1 << log;
        int width = log + 1;
        int symbol = 0;
        while (left > 1) {
            if (symbol > largestSymbol) {
                throw damaged();
            }
            int few = 2 * threshold - 1 - left;
            int count = in.read(width - 1);
            if (count >= few) {
                count |= in.read(1) << width - 1;
                if (count >= threshold) {
                    count -= few;
                }
            }
            count--;
            left -= Math.abs(count);
            counts[symbol++] = (short) count;
            if (count == 0) {
                symbol += in.zeros();
            }
            while (left < threshold && threshold > 1) {
                width--;
                threshold >>= 1;
            }
        }
        if (left != 1) {
            throw damaged();
        }
        in.end();
        return of(log, counts);
    }

    private static ParquetException damaged() {
        return ParquetException.damaged("a table in a page packed with Zstandard is none");
    }

    /** Bits of the states' numbers. */
    int log() {
        return log;
    }

    int symbol(int state) {
        return symbols[state] & 0xFF;
    }

    /** How many bits lead on from a state. */
    int bits(int state) {
        return bits[state];
    }

    /** The state to which they lead. */
    int next(int state, long read) {
        return next[state] + (int) read;
    }

    /** Bits from the first byte on, the lowest first. */
    private static final class ForwardBits {
        private final Bytes bytes;
        private int held;
        private int have;

        ForwardBits(Bytes bytes) {
            this.bytes = bytes;
        }

        int read(int count) throws ParquetException {
            while (have < count) {
                held |= bytes.next() << have;
                have += Byte.SIZE;
            }
            int value = held & (1 << count) - 1;
            held >>>= count;
            have -= count;
            return value;
        }

        /** How many further symbols do not occur. */
        int zeros() throws ParquetException {
            int all = 0;
            int more;
            do {
                more = read(2);
                all += more;
            } while (more == 3);
            return all;
        }

        /** The rest of the last byte is of no use; whole bytes are never held. */
        void end() {
            held = 0;
            have = 0;
        }
    }
}
