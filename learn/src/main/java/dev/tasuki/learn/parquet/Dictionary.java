package dev.tasuki.learn.parquet;

/** The values that occur in a chunk, of which pages give the numbers. Immutable. */
final class Dictionary {
    private final int size;
    private final long[] numbers;
    private final byte[] bytes;
    /** Where each value of bytes begins, and where it ends. */
    private final int[] places;

    private Dictionary(int size, long[] numbers, byte[] bytes, int[] places) {
        this.size = size;
        this.numbers = numbers;
        this.bytes = bytes;
        this.places = places;
    }

    /** Reads it from a page of its own. */
    static Dictionary of(Column column, ChunkPages.Page page, PageMemory memory) throws ParquetException {
        int encoding = page.head().encoding();
        if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
            throw ParquetException.damaged("a dictionary has the encoding " + encoding);
        }
        int size = page.head().values();
        Bytes values = page.bytes();
        // No value takes less than a byte, its length included, but booleans, which have no dictionary.
        if (size > values.left()) {
            throw ParquetException.damaged("a dictionary claims " + size + " values, more than its bytes can hold");
        }
        memory.take((long) Long.BYTES * size);
        if (column.numeric()) {
            long[] numbers = new long[size];
            Numbers plain = PlainValues.numbers(column.type(), values);
            for (int i = 0; i < size; i++) {
                numbers[i] = plain.next();
            }
            return new Dictionary(size, numbers, new byte[0], new int[0]);
        }
        int[] places = new int[2 * size];
        Slices plain = PlainValues.slices(column.width(), values);
        Slices.Slice slice = new Slices.Slice();
        for (int i = 0; i < size; i++) {
            plain.next(slice);
            places[2 * i] = slice.from;
            places[2 * i + 1] = slice.length;
        }
        return new Dictionary(size, new long[0], values.array, places);
    }

    Numbers numbers(HybridInts ids) {
        return () -> numbers[checked(ids.nextInt())];
    }

    Slices slices(HybridInts ids) {
        return into -> {
            int id = checked(ids.nextInt());
            into.set(bytes, places[2 * id], places[2 * id + 1]);
        };
    }

    private int checked(int id) throws ParquetException {
        if (id < 0 || id >= size) {
            throw ParquetException.damaged("a page names value " + id + " of a dictionary of " + size);
        }
        return id;
    }
}
