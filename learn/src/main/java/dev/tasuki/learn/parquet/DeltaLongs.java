package dev.tasuki.learn.parquet;

/** Numbers as their differences, packed in few bits: the format's DELTA_BINARY_PACKED. For one thread. */
final class DeltaLongs implements Numbers {
    private static final int LARGEST_BLOCK = 1 << 20;

    private final Bytes bytes;
    private final int perMini;
    private final int minis;
    private final int[] widths;
    private long left;
    private long value;
    private boolean first = true;
    private long least;
    private int mini;
    private int inMini;
    private byte[] array;
    private long bit;

    DeltaLongs(Bytes bytes) throws ParquetException {
        this.bytes = bytes;
        int block = bytes.count();
        minis = bytes.count();
        left = bytes.count();
        value = bytes.zigzag();
        if (block < 1 || block > LARGEST_BLOCK || minis < 1 || minis > block || block % minis != 0) {
            throw ParquetException.damaged("its differences are in blocks of " + block + " in " + minis + " parts");
        }
        perMini = block / minis;
        if (perMini % Byte.SIZE != 0) {
            throw ParquetException.damaged("parts of its differences have " + perMini + " numbers");
        }
        widths = new int[minis];
        mini = minis;
        inMini = perMini;
        array = bytes.array;
    }

    /** How many are still to come. */
    long left() {
        return left;
    }

    @Override
    public long next() throws ParquetException {
        if (left == 0) {
            throw ParquetException.damaged("a page has fewer values than it claims");
        }
        left--;
        if (first) {
            first = false;
            return value;
        }
        if (inMini == perMini) {
            begin();
        }
        value += least + bits(widths[mini]);
        inMini++;
        return value;
    }

    private void begin() throws ParquetException {
        mini++;
        if (mini >= minis) {
            least = bytes.zigzag();
            for (int i = 0; i < minis; i++) {
                widths[i] = bytes.next();
                if (widths[i] > Long.SIZE) {
                    throw ParquetException.damaged("its differences have " + widths[i] + " bits");
                }
            }
            mini = 0;
        }
        // The product is below 2^26, and a multiple of eight.
        bit = (long) Byte.SIZE * bytes.skip(widths[mini] * perMini / Byte.SIZE);
        inMini = 0;
    }

    private long bits(int width) {
        long result = 0;
        int have = 0;
        while (have < width) {
            int within = (int) (bit & 7);
            int take = Math.min(Byte.SIZE - within, width - have);
            long part = (array[(int) (bit >>> 3)] & 0xFF) >>> within & (1 << take) - 1;
            result |= part << have;
            have += take;
            bit += take;
        }
        return result;
    }
}
