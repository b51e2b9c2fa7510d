package dev.tasuki.learn.parquet;

/** Where a reader asks before it takes memory. For one thread. */
public interface ParquetMemory {
    /**
     * Accounts for this many bytes more.
     *
     * @throws ParquetException when the file needs more than any file may
     */
    void take(long bytes) throws ParquetException;

    /** Gives back what was taken. */
    void giveBack(long bytes);

    /** A bound for one file alone. */
    static ParquetMemory of(long most) {
        return new ParquetMemory() {
            private long taken;

            @Override
            public void take(long bytes) throws ParquetException {
                if (bytes > most - taken) {
                    throw tooMuch(taken + bytes, most);
                }
                taken += bytes;
            }

            @Override
            public void giveBack(long bytes) {
                taken -= bytes;
            }
        };
    }

    /** The refusal of a file that needs more than it may. */
    static ParquetException tooMuch(long wanted, long most) {
        return ParquetException.refused(
                ("a page of each of its columns needs %,d bytes of memory at once; at most %,d are taken. Write it with"
                                + " smaller pages and row groups, or send it as CSV")
                        .formatted(wanted, most));
    }
}
