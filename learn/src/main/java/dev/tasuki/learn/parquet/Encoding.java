package dev.tasuki.learn.parquet;

import org.jspecify.annotations.Nullable;

/** How the values of a page are written, by the format's numbers; and what takes them out. */
final class Encoding {
    static final int PLAIN = 0;
    static final int PLAIN_DICTIONARY = 2;
    static final int RLE = 3;
    private static final int BIT_PACKED = 4;
    private static final int DELTA_BINARY_PACKED = 5;
    private static final int DELTA_LENGTH = 6;
    private static final int DELTA_BYTE_ARRAY = 7;
    private static final int RLE_DICTIONARY = 8;
    private static final int BYTE_STREAM_SPLIT = 9;

    private Encoding() {}

    static Numbers numbers(int encoding, Column column, Bytes bytes, @Nullable Dictionary dictionary)
            throws ParquetException {
        boolean whole = column.type() == Column.Physical.INT32 || column.type() == Column.Physical.INT64;
        boolean truth = column.type() == Column.Physical.BOOLEAN;
        switch (encoding) {
            case PLAIN -> {
                return PlainValues.numbers(column.type(), bytes);
            }
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                return known(dictionary).numbers(ids(bytes));
            }
            case RLE -> {
                if (truth) {
                    return new HybridInts(bytes.part(bytes.nextInt()), 1);
                }
            }
            case DELTA_BINARY_PACKED -> {
                if (whole) {
                    DeltaLongs deltas = new DeltaLongs(bytes);
                    return column.type() == Column.Physical.INT64 ? deltas : () -> (int) deltas.next();
                }
            }
            case BYTE_STREAM_SPLIT -> {
                if (!truth) {
                    return PlainValues.splitNumbers(column, bytes);
                }
            }
            default -> {}
        }
        throw unknown(encoding, column);
    }

    static Slices slices(ChunkPages.Page page, Column column, Chosen chosen) throws ParquetException {
        Bytes bytes = page.bytes();
        switch (page.head().encoding()) {
            case PLAIN -> {
                return PlainValues.slices(column.width(), bytes);
            }
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                return known(chosen.dictionary()).slices(ids(bytes));
            }
            case DELTA_LENGTH -> {
                if (column.width() == 0) {
                    return DeltaSlices.of(bytes, false, chosen.longest(), chosen.memory());
                }
            }
            case DELTA_BYTE_ARRAY -> {
                return DeltaSlices.of(bytes, true, chosen.longest(), chosen.memory());
            }
            case BYTE_STREAM_SPLIT -> {
                if (column.width() > 0) {
                    return PlainValues.split(column.width(), bytes);
                }
            }
            default -> {}
        }
        throw unknown(page.head().encoding(), column);
    }

    /**
     * What else is needed to take out bytes.
     *
     * @param dictionary of the chunk; null: it has none
     * @param longest bytes of a value
     * @param memory of the page
     */
    record Chosen(@Nullable Dictionary dictionary, int longest, PageMemory memory) {}

    private static HybridInts ids(Bytes bytes) throws ParquetException {
        // A page in which no row has a value may be empty.
        return bytes.left() == 0 ? new HybridInts(bytes, 0) : new HybridInts(bytes, bytes.next());
    }

    private static Dictionary known(@Nullable Dictionary dictionary) throws ParquetException {
        if (dictionary == null) {
            throw ParquetException.damaged("a page needs a dictionary that is not there");
        }
        return dictionary;
    }

    private static ParquetException unknown(int encoding, Column column) {
        String name = encoding == BIT_PACKED ? "BIT_PACKED" : "number " + encoding;
        return ParquetException.refused("column '" + column.name() + "' has pages of " + column.type()
                + " in the encoding " + name + ", which is not read; write it with the usual encodings");
    }
}
