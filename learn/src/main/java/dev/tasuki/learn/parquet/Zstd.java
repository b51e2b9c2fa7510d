package dev.tasuki.learn.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Unpacks Zstandard's frames (RFC 8878), without dictionaries. Their check sums are not compared. For one thread, used once. */
final class Zstd {
    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPED = 0x184D2A50;
    private static final int LARGEST_BLOCK = 128 << 10;

    private final Bytes packed;
    private final Room into;
    private final byte[] literals = new byte[LARGEST_BLOCK];
    private int literalCount;
    private @Nullable HuffmanTable huffman;

    Zstd(Bytes packed, Room into) {
        this.packed = packed;
        this.into = into;
    }

    void unpack() throws ParquetException {
        while (packed.left() > 0) {
            int magic = packed.nextInt();
            if ((magic & ~0xF) == SKIPPED) {
                packed.skip(packed.nextInt());
            } else if (magic == MAGIC) {
                frame();
            } else {
                throw ParquetException.damaged("a page is not packed with Zstandard, as it says");
            }
        }
    }

    private void frame() throws ParquetException {
        int descriptor = packed.next();
        boolean single = (descriptor & 0x20) != 0;
        if ((descriptor & 3) != 0) {
            throw ParquetException.refused(
                    "it is packed with Zstandard and a dictionary of its own, which is not read");
        }
        int sizes = descriptor >>> 6;
        packed.skip((single ? 0 : 1) + (sizes == 0 ? (single ? 1 : 0) : 1 << sizes));
        huffman = null;
        Sequences sequences = new Sequences(into, into.length());
        boolean last = false;
        while (!last) {
            int head = packed.next() | packed.next() << 8 | packed.next() << 16;
            last = (head & 1) != 0;
            int size = head >>> 3;
            if (size > LARGEST_BLOCK) {
                throw ParquetException.damaged("a block in a page packed with Zstandard is too large");
            }
            switch (head >>> 1 & 3) {
                case 0 -> into.copy(packed.array, packed.skip(size), size);
                case 1 -> into.fill((byte) packed.next(), size);
                case 2 -> {
                    Bytes block = packed.part(size);
                    literals(block);
                    sequences.run(block, literals, literalCount);
                }
                default -> throw damaged();
            }
        }
        packed.skip((descriptor & 4) != 0 ? 4 : 0);
    }

    private void literals(Bytes block) throws ParquetException {
        int head = block.next();
        int kind = head & 3;
        int format = head >>> 2 & 3;
        if (kind < 2) {
            int size = switch (format) {
                case 1 -> head >>> 4 | block.next() << 4;
                case 3 -> head >>> 4 | block.next() << 4 | block.next() << 12;
                default -> head >>> 3;
            };
            literalCount = checked(size);
            if (kind == 1) {
                Arrays.fill(literals, 0, size, (byte) block.next());
            } else {
                System.arraycopy(block.array, block.skip(size), literals, 0, size);
            }
            return;
        }
        int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
        long whole = head >>> 4;
        for (int have = 4; have < 2 * bits; have += Byte.SIZE) {
            whole |= (long) block.next() << have;
        }
        int size = checked((int) (whole & (1 << bits) - 1));
        Bytes coded = block.part((int) (whole >>> bits & (1 << bits) - 1));
        if (kind == 2) {
            huffman = HuffmanTable.read(coded);
        }
        HuffmanTable table = huffman;
        if (table == null) {
            throw damaged();
        }
        decode(table, coded, size, format == 0);
        literalCount = size;
    }

    private void decode(HuffmanTable table, Bytes coded, int size, boolean one) throws ParquetException {
        if (one) {
            table.decode(coded, literals, 0, size);
            return;
        }
        int[] lengths = new int[3];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = coded.next() | coded.next() << 8;
        }
        int each = (size + 3) / 4;
        if (3 * each > size) {
            throw damaged();
        }
        for (int i = 0; i < lengths.length; i++) {
            table.decode(coded.part(lengths[i]), literals, i * each, each);
        }
        table.decode(coded, literals, 3 * each, size - 3 * each);
    }

    private static int checked(int size) throws ParquetException {
        if (size > LARGEST_BLOCK) {
            throw damaged();
        }
        return size;
    }

    private static ParquetException damaged() {
        return ParquetException.damaged("a block in a page packed with Zstandard is none");
    }
}
