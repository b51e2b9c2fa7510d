package dev.tasuki.learn.parquet;

/** What one page takes, to be given back as a whole. For one thread. */
final class PageMemory {
    private final ParquetMemory memory;
    private long taken;

    PageMemory(ParquetMemory memory) {
        this.memory = memory;
    }

    void take(long bytes) throws ParquetException {
        memory.take(bytes);
        taken += bytes;
    }

    void giveBack(long bytes) {
        memory.giveBack(bytes);
        taken -= bytes;
    }

    /** What was taken counts as taken by the other. */
    void moveTo(PageMemory other) {
        other.taken += taken;
        taken = 0;
    }

    void giveBackAll() {
        giveBack(taken);
    }
}
