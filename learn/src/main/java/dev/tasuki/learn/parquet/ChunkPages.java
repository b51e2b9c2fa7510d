package dev.tasuki.learn.parquet;

import java.io.IOException;

/** The pages of one chunk, one after the other. For one thread. */
final class ChunkPages {
    private static final int HEAD = 1 << 10;
    private static final int LARGEST_HEAD = 1 << 20;

    private final StoredFile file;
    private final Chunk chunk;
    private final ParquetLimits limits;
    private long at;

    ChunkPages(StoredFile file, Chunk chunk, ParquetLimits limits) {
        this.file = file;
        this.chunk = chunk;
        this.limits = limits;
        this.at = chunk.from();
    }

    /**
     * A page.
     *
     * @param bytes its content, unpacked
     * @param levels bytes at the beginning that say which rows have no value, if the head tells; else 0
     */
    record Page(PageHeader head, Bytes bytes, int levels) {}

    private long left() {
        return chunk.from() + chunk.length() - at;
    }

    /** The next page with values or a dictionary. @param memory of which what it takes is taken */
    Page next(PageMemory memory) throws IOException, ParquetException {
        while (true) {
            PageHeader head = head();
            if (head.packed() > left()) {
                throw ParquetException.damaged(
                        "a page claims " + head.packed() + " bytes, more than its column has left");
            }
            long content = at;
            at += head.packed();
            if (head.type() != PageHeader.INDEX) {
                return page(head, content, memory);
            }
        }
    }

    private Page page(PageHeader head, long content, PageMemory memory) throws IOException, ParquetException {
        if (head.unpacked() > limits.pageBytes()) {
            throw ParquetException.refused(
                    "a page claims %,d bytes unpacked; at most %,d are read. Write it with smaller pages or row groups"
                            .formatted(head.unpacked(), limits.pageBytes()));
        }
        file.unpacks(head.unpacked(), limits.unpackedBytes());
        memory.take(head.packed());
        byte[] packed = file.read(content, head.packed());
        int levels = head.type() == PageHeader.DATA_2 ? levels(head) : 0;
        if (chunk.codec() == Codec.NONE || !head.isPacked()) {
            if (head.packed() != head.unpacked()) {
                throw ParquetException.damaged("a page that is not packed claims to have " + head.unpacked()
                        + " bytes unpacked and " + head.packed() + " packed");
            }
            return new Page(head, new Bytes(packed, 0, packed.length), levels);
        }
        Room unpacked = new Room(head.unpacked() - levels, packed, levels, memory);
        if (packed.length > levels) {
            Codec.of(chunk.codec()).unpack(new Bytes(packed, levels, packed.length), unpacked);
        }
        memory.giveBack(head.packed());
        return new Page(head, new Bytes(unpacked.whole(), 0, head.unpacked()), levels);
    }

    private static int levels(PageHeader head) throws ParquetException {
        if (head.repetitionBytes() != 0) {
            throw ParquetException.damaged("a page of plain values has repetitions");
        }
        if (head.levelBytes() > head.packed() || head.levelBytes() > head.unpacked()) {
            throw ParquetException.damaged("a page is smaller than what it should hold");
        }
        return head.levelBytes();
    }

    /** Heads are mostly small; one with long statistics is looked at again with more of it. */
    private PageHeader head() throws IOException, ParquetException {
        for (int window = HEAD; ; window *= 8) {
            int bytes = (int) Math.min(window, left());
            if (bytes <= 0) {
                throw ParquetException.damaged("a column has fewer values than rows");
            }
            Bytes head = new Bytes(file.read(at, bytes), 0, bytes);
            try {
                PageHeader read = PageHeader.read(head);
                at += head.at();
                return read;
            } catch (ParquetException cutOff) {
                if (bytes < window || window > LARGEST_HEAD / 8) {
                    throw cutOff;
                }
            }
        }
    }
}
