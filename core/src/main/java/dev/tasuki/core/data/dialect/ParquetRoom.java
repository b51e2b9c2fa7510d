package dev.tasuki.core.data.dialect;

import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.learn.parquet.ParquetException;
import dev.tasuki.learn.parquet.ParquetMemory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the Parquet files that a process reads at once may take. Thread-safe. */
public final class ParquetRoom {
    private static final long UNPACKED = 8;

    private final long memory;
    private final long bytes;
    private final AtomicLong held = new AtomicLong();

    /**
     * Room for files.
     *
     * @param memory for pages and dictionaries of all that are read at once
     * @param bytes of one file, as it is sent
     */
    public ParquetRoom(long memory, long bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    /** Room for files of at most {@code bytes} bytes in this process. */
    public static ParquetRoom ofHeap(long bytes) {
        return new ParquetRoom(Limits.PARQUET_MEMORY.bytes(Runtime.getRuntime().maxMemory()), bytes);
    }

    /** Throws {@link InvalidRequest} if a file has more than it may. */
    void require(long sent, String what) {
        if (sent > bytes) {
            throw InvalidRequest.content(
                    RefusalCode.TOO_LARGE,
                    "%s has more than %,d bytes, the most that are taken".formatted(what, bytes));
        }
    }

    /** What all pages of one file may be unpacked: a number takes eight bytes, and two or more in a CSV that may be stored. */
    long unpacked() {
        return UNPACKED * Math.min(bytes, Long.MAX_VALUE / UNPACKED);
    }

    /** What one file takes of it. For one thread. */
    Share share() {
        return new Share();
    }

    /** Throws {@link TooBusy} where others leave too little, and refuses what no file may have. */
    final class Share implements ParquetMemory {
        private long mine;

        @Override
        public void take(long more) throws ParquetException {
            if (more > memory - mine) {
                throw ParquetMemory.tooMuch(mine + more, memory);
            }
            if (held.addAndGet(more) > memory) {
                held.addAndGet(-more);
                throw new TooBusy(
                        RefusalCode.TOO_BUSY,
                        "other Parquet files are being read and leave too little memory for this one; send it again",
                        Duration.ofSeconds(5));
            }
            mine += more;
        }

        @Override
        public void giveBack(long less) {
            mine -= less;
            held.addAndGet(-less);
        }

        /** Whatever was taken. */
        void giveBackAll() {
            giveBack(mine);
        }
    }
}
