package dev.tasuki.learn.parquet;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How pages are packed. */
interface Codec {
    /** The number of pages that are as they are. */
    int NONE = 0;

    /** Unpacks all that is there. */
    void unpack(Bytes packed, Room into) throws ParquetException;

    /** The one with this number. */
    static Codec of(int number) throws ParquetException {
        return switch (number) {
            case 1 -> Snappy::unpack;
            case 2 -> Codec::gunzip;
            case 6 -> (packed, into) -> new Zstd(packed, into).unpack();
            case 7 -> Lz4::unpack;
            case 3 -> throw unknown("LZO");
            case 4 -> throw unknown("Brotli");
            case 5 -> throw unknown("Hadoop's own LZ4");
            default -> throw ParquetException.damaged("its pages are packed in a way with the number " + number);
        };
    }

    private static ParquetException unknown(String name) {
        return ParquetException.refused("it is packed with " + name
                + "; what is read is SNAPPY, ZSTD, GZIP, LZ4_RAW and files that are not packed");
    }

    /** Members of gzip, as they come one behind the other. */
    private static void gunzip(Bytes packed, Room into) throws ParquetException {
        while (packed.left() > 0) {
            skipHead(packed);
            Inflater inflater = new Inflater(true);
            try {
                int from = packed.at();
                inflater.setInput(packed.array, from, packed.left());
                inflate(inflater, into);
                packed.skip((int) inflater.getBytesRead());
            } catch (DataFormatException wrong) {
                throw ParquetException.damaged("a page is no gzip");
            } finally {
                inflater.end();
            }
            packed.skip(8);
        }
    }

    private static void inflate(Inflater inflater, Room into) throws DataFormatException, ParquetException {
        byte[] some = new byte[16 << 10];
        while (!inflater.finished()) {
            int bytes = inflater.inflate(some);
            if (bytes == 0 && !inflater.finished()) {
                throw ParquetException.damaged("a page is a gzip that was cut off");
            }
            into.copy(some, 0, bytes);
        }
    }

    private static void skipHead(Bytes packed) throws ParquetException {
        if (packed.next() != 0x1F || packed.next() != 0x8B || packed.next() != 8) {
            throw ParquetException.damaged("a page is no gzip");
        }
        int flags = packed.next();
        packed.skip(6);
        if ((flags & 4) != 0) {
            packed.skip(packed.next() | packed.next() << 8);
        }
        for (int text = flags & 0x18; text != 0; text &= text - 1) {
            while (packed.next() != 0) {
                // A name or a comment ends with a zero.
            }
        }
        if ((flags & 2) != 0) {
            packed.skip(2);
        }
    }
}
