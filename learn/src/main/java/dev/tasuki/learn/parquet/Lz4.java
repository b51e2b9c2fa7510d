package dev.tasuki.learn.parquet;

/** Unpacks a block of LZ4: literals and copies in turn. */
final class Lz4 {
    private Lz4() {}

    static void unpack(Bytes packed, Room into) throws ParquetException {
        int start = into.length();
        while (packed.left() > 0) {
            int token = packed.next();
            int literals = length(packed, token >>> 4);
            into.copy(packed.array, packed.skip(literals), literals);
            // The last part has literals alone.
            if (packed.left() > 0) {
                int distance = packed.next() | packed.next() << 8;
                into.repeat(distance, length(packed, token & 0xF) + 4, start);
            }
        }
    }

    private static int length(Bytes packed, int nibble) throws ParquetException {
        int length = nibble;
        if (nibble == 0xF) {
            int more;
            do {
                more = packed.next();
                length += more;
                if (length < 0) {
                    throw ParquetException.damaged("a page packed with LZ4 claims a length beyond 2 GB");
                }
            } while (more == 0xFF);
        }
        return length;
    }
}
