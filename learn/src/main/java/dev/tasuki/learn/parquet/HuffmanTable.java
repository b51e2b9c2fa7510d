package dev.tasuki.learn.parquet;

/** Codes of bytes, of up to eleven bits. Immutable. */
final class HuffmanTable {
    private static final int LONGEST = 11;
    private static final int SYMBOLS = 256;

    private final int width;
    private final byte[] symbols;
    private final byte[] bits;

    private HuffmanTable(int width, byte[] weights, int count) {
        this.width = width;
        this.symbols = new byte[1 << width];
        this.bits = new byte[1 << width];
        int at = 0;
        for (int weight = 1; weight <= width; weight++) {
            for (int symbol = 0; symbol < count; symbol++) {
                if (weights[symbol] == weight) {
                    for (int i = 0; i < 1 << weight - 1; i++) {
                        symbols[at] = (byte) symbol;
                        bits[at++] = (byte) (width + 1 - weight);
                    }
                }
            }
        }
    }

    /** Reads how long each byte's code is. */
    static HuffmanTable read(Bytes bytes) throws ParquetException {
        byte[] weights = new byte[SYMBOLS];
        int head = bytes.next();
        int count;
        if (head < 128) {
            count = packed(bytes.part(head), weights);
        } else {
            count = head - 127;
            for (int i = 0; i < count; i += 2) {
                int both = bytes.next();
                weights[i] = (byte) (both >>> 4);
                weights[i + 1] = (byte) (both & 0xF);
            }
            weights[count] = 0;
        }
        return whole(weights, count);
    }

    /** The last weight is not written: it makes the sum a power of two. */
    private static HuffmanTable whole(byte[] weights, int count) throws ParquetException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > LONGEST) {
                throw damaged();
            }
            sum += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
        }
        if (sum == 0) {
            throw damaged();
        }
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(sum);
        int left = (1 << width) - sum;
        if (width > LONGEST || Integer.bitCount(left) != 1) {
            throw damaged();
        }
        weights[count] = (byte) (Integer.numberOfTrailingZeros(left) + 1);
        return new HuffmanTable(width, weights, count + 1);
    }

    /** Weights by two states in turn, until the bits end. */
    private static int packed(Bytes bytes, byte[] weights) throws ParquetException {
        FseTable table = FseTable.read(bytes, 6, LONGEST + 1);
        BackwardBits in = new BackwardBits(bytes);
        int[] states = {(int) in.read(table.log()), (int) in.read(table.log())};
        int count = 0;
        while (true) {
            int turn = count & 1;
            if (count >= SYMBOLS - 2) {
                throw damaged();
            }
            weights[count++] = (byte) table.symbol(states[turn]);
            int width = table.bits(states[turn]);
            if (width > in.left()) {
                weights[count++] = (byte) table.symbol(states[1 - turn]);
                return count;
            }
            states[turn] = table.next(states[turn], in.read(width));
        }
    }

    /** Takes that many bytes out of all the bits. */
    void decode(Bytes packed, byte[] into, int at, int count) throws ParquetException {
        BackwardBits in = new BackwardBits(packed);
        for (int i = at; i < at + count; i++) {
            int code = in.peek(width);
            into[i] = symbols[code];
            in.skip(bits[code]);
        }
        if (in.left() != 0) {
            throw damaged();
        }
    }

    private static ParquetException damaged() {
        return ParquetException.damaged("codes in a page packed with Zstandard are none");
    }
}
