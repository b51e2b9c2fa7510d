package dev.tasuki.learn.parquet;

/** Values one behind the other, as they are: the format's PLAIN, and BYTE_STREAM_SPLIT, where they are cut into bytes. */
final class PlainValues {
    private PlainValues() {}

    static Numbers numbers(Column.Physical type, Bytes bytes) {
        return switch (type) {
            case BOOLEAN -> new Bits(bytes);
            case INT32, FLOAT -> bytes::nextInt;
            default -> bytes::nextLong;
        };
    }

    /** @param width bytes of each; 0: each has its length before it */
    static Slices slices(int width, Bytes bytes) {
        return into -> {
            int length = width == 0 ? bytes.nextInt() : width;
            into.set(bytes.array, bytes.skip(length), length);
        };
    }

    private static final class Bits implements Numbers {
        private final Bytes bytes;
        private int eight;
        private int left;

        Bits(Bytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public long next() throws ParquetException {
            if (left == 0) {
                eight = bytes.next();
                left = Byte.SIZE;
            }
            left--;
            int bit = eight & 1;
            eight >>>= 1;
            return bit;
        }
    }

    /** The first bytes of all values, then the second ones, and so on. */
    static Slices split(int width, Bytes bytes) throws ParquetException {
        int count = bytes.left() / width;
        int from = bytes.skip(bytes.left());
        byte[] whole = new byte[width];
        int[] at = new int[1];
        return into -> {
            if (at[0] == count) {
                throw ParquetException.damaged("a page has fewer values than it claims");
            }
            for (int i = 0; i < width; i++) {
                whole[i] = bytes.array[from + i * count + at[0]];
            }
            at[0]++;
            into.set(whole, 0, width);
        };
    }

    static Numbers splitNumbers(Column column, Bytes bytes) throws ParquetException {
        Slices slices = split(column.width(), bytes);
        Slices.Slice slice = new Slices.Slice();
        return () -> {
            slices.next(slice);
            return numbers(column.type(), new Bytes(slice.array, 0, slice.length))
                    .next();
        };
    }
}
