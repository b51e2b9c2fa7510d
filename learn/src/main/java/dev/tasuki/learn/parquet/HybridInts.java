package dev.tasuki.learn.parquet;

/** Runs of one number, and numbers of a few bits side by side: the format's RLE. For one thread. */
final class HybridInts implements Numbers {
    private static final int GROUP = 8;

    private final Bytes bytes;
    private final int width;
    private final int[] group = new int[GROUP];
    private long left;
    private boolean packed;
    private int inGroup = GROUP;
    private int value;

    HybridInts(Bytes bytes, int width) throws ParquetException {
        if (width < 0 || width > Integer.SIZE) {
            throw ParquetException.damaged("it has numbers of " + width + " bits");
        }
        this.bytes = bytes;
        this.width = width;
    }

    int nextInt() throws ParquetException {
        while (left == 0) {
            begin();
        }
        left--;
        if (!packed) {
            return value;
        }
        if (inGroup == GROUP) {
            unpack();
        }
        return group[inGroup++];
    }

    @Override
    public long next() throws ParquetException {
        return nextInt();
    }

    private void begin() throws ParquetException {
        long head = bytes.varint();
        packed = (head & 1) == 1;
        left = head >>> 1;
        if (left > Integer.MAX_VALUE) {
            throw ParquetException.damaged("a run in it is longer than a page can be");
        }
        if (packed) {
            left *= GROUP;
            inGroup = GROUP;
        } else {
            value = 0;
            for (int i = 0; i < (width + 7) / 8; i++) {
                value |= bytes.next() << 8 * i;
            }
        }
    }

    /** The last group may lack the bytes of numbers that nobody asks for. */
    private void unpack() throws ParquetException {
        long bits = 0;
        int have = 0;
        for (int i = 0; i < GROUP; i++) {
            while (have < width && (i == 0 || bytes.left() > 0)) {
                bits |= (long) bytes.next() << have;
                have += Byte.SIZE;
            }
            group[i] = (int) (bits & (1L << width) - 1);
            bits >>>= width;
            have = Math.max(0, have - width);
        }
        inGroup = 0;
    }
}
