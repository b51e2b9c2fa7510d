package dev.tasuki.learn.parquet;

import org.jspecify.annotations.Nullable;

/** The second half of Zstandard's blocks: how many literals, then how many bytes from how far back, in turn. For one thread. */
final class Sequences {
    private static final int[] LITERAL_BASES = {
        16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int[] MATCH_BASES = {
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    /** One of the three coders. */
    private enum Part {
        LITERALS(9, 35, 6, new short[] {
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
            -1
        }),
        OFFSETS(8, 31, 5, new short[] {
            1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
        }),
        MATCHES(9, 52, 6, new short[] {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
        });

        private final int largestLog;
        private final int largestSymbol;
        private final int usualLog;
        private final short[] usual;

        Part(int largestLog, int largestSymbol, int usualLog, short[] usual) {
            this.largestLog = largestLog;
            this.largestSymbol = largestSymbol;
            this.usualLog = usualLog;
            this.usual = usual;
        }

        /** The table of a block by its mode; the one before serves again in the last. */
        FseTable table(int mode, Bytes block, @Nullable FseTable before) throws ParquetException {
            return switch (mode) {
                case 0 -> FseTable.of(usualLog, usual);
                case 1 -> {
                    int symbol = block.next();
                    if (symbol > largestSymbol) {
                        throw damaged();
                    }
                    yield FseTable.single(symbol);
                }
                case 2 -> FseTable.read(block, largestLog, largestSymbol);
                default -> {
                    if (before == null) {
                        throw damaged();
                    }
                    yield before;
                }
            };
        }
    }

    private final Room into;
    private final int start;
    private final int[] offsets = {1, 4, 8};
    private final @Nullable FseTable[] tables = new FseTable[3];

    /** @param start where the frame's bytes begin, before which nothing is repeated */
    Sequences(Room into, int start) {
        this.into = into;
        this.start = start;
    }

    /** Does what the rest of a block says with its literals. */
    void run(Bytes block, byte[] literals, int count) throws ParquetException {
        int used = 0;
        int number = number(block);
        if (number > 0) {
            int modes = block.next();
            if ((modes & 3) != 0) {
                throw damaged();
            }
            FseTable ofLiterals = table(Part.LITERALS, modes >>> 6, block);
            FseTable ofOffsets = table(Part.OFFSETS, modes >>> 4 & 3, block);
            FseTable ofMatches = table(Part.MATCHES, modes >>> 2 & 3, block);
            BackwardBits in = new BackwardBits(block);
            int literal = (int) in.read(ofLiterals.log());
            int offset = (int) in.read(ofOffsets.log());
            int match = (int) in.read(ofMatches.log());
            for (int i = 0; i < number; i++) {
                int code = ofOffsets.symbol(offset);
                long distance = (1L << code) + in.read(code);
                int repeated = length(ofMatches.symbol(match), 3, MATCH_BASES, MATCH_BITS, in);
                int copied = length(ofLiterals.symbol(literal), 0, LITERAL_BASES, LITERAL_BITS, in);
                if (copied > count - used) {
                    throw damaged();
                }
                into.copy(literals, used, copied);
                used += copied;
                into.repeat(distance(distance, copied == 0), repeated, start);
                if (i < number - 1) {
                    literal = ofLiterals.next(literal, in.read(ofLiterals.bits(literal)));
                    match = ofMatches.next(match, in.read(ofMatches.bits(match)));
                    offset = ofOffsets.next(offset, in.read(ofOffsets.bits(offset)));
                }
            }
            if (in.left() != 0) {
                throw damaged();
            }
        }
        into.copy(literals, used, count - used);
    }

    private FseTable table(Part part, int mode, Bytes block) throws ParquetException {
        FseTable table = part.table(mode, block, tables[part.ordinal()]);
        tables[part.ordinal()] = table;
        return table;
    }

    private static int number(Bytes block) throws ParquetException {
        int first = block.next();
        if (first < 128) {
            return first;
        }
        return first < 255 ? (first - 128 << 8) + block.next() : (block.next() | block.next() << 8) + 0x7F00;
    }

    /** Small lengths are their codes; larger ones have further bits. */
    private static int length(int code, int least, int[] bases, int[] bits, BackwardBits in) throws ParquetException {
        int plain = bases[0] - least;
        return code < plain ? code + least : bases[code - plain] + (int) in.read(bits[code - plain]);
    }

    /** The first three numbers name one of the last three distances. */
    private int distance(long value, boolean noLiterals) throws ParquetException {
        if (value > 3) {
            if (value - 3 > Integer.MAX_VALUE) {
                throw damaged();
            }
            remember((int) (value - 3), 2);
            return offsets[0];
        }
        int which = (int) value - 1 + (noLiterals ? 1 : 0);
        if (which == 3) {
            remember(offsets[0] - 1, 2);
        } else {
            remember(offsets[which], which);
        }
        return offsets[0];
    }

    /** Puts one first; those before the place {@code last} move one on. */
    private void remember(int distance, int last) {
        for (int i = last; i > 0; i--) {
            offsets[i] = offsets[i - 1];
        }
        offsets[0] = distance;
    }

    private static ParquetException damaged() {
        return ParquetException.damaged("a block in a page packed with Zstandard is none");
    }
}
