package dev.tasuki.learn.parquet;

/** Unpacks Snappy's raw format: literals, and copies of what was unpacked before. */
final class Snappy {
    private Snappy() {}

    static void unpack(Bytes packed, Room into) throws ParquetException {
        int start = into.length();
        int claimed = packed.count();
        while (packed.left() > 0) {
            int tag = packed.next();
            int high = tag >>> 2;
            switch (tag & 3) {
                case 0 -> {
                    int length = high < 60 ? high + 1 : length(packed, high - 59);
                    into.copy(packed.array, packed.skip(length), length);
                }
                case 1 -> into.repeat((high >>> 3) << 8 | packed.next(), (high & 7) + 4, start);
                case 2 -> into.repeat(packed.next() | packed.next() << 8, high + 1, start);
                default -> into.repeat(packed.nextInt(), high + 1, start);
            }
        }
        if (into.length() - start != claimed) {
            throw ParquetException.damaged("a page packed with Snappy is not as long as it says");
        }
    }

    private static int length(Bytes packed, int bytes) throws ParquetException {
        long length = 1;
        for (int i = 0; i < bytes; i++) {
            length += (long) packed.next() << 8 * i;
        }
        if (length > packed.left()) {
            throw ParquetException.damaged("a page packed with Snappy is shorter than it says");
        }
        return (int) length;
    }
}
