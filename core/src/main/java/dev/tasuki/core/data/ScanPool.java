package dev.tasuki.core.data;

import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.learn.table.TableSummary;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Scans datasets, each on a platform thread of its own, of which only some compute at once: a
 * processor is left for everything else, if there is more than one. A scan that waits for bytes gives
 * its turn to another. Thread-safe.
 */
final class ScanPool {
    private final long bytes;
    private final Semaphore turns;

    /** Scans of datasets of at most {@code bytes} bytes. */
    ScanPool(long bytes) {
        this(bytes, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** Scans that compute at once. */
    ScanPool(long bytes, int atOnce) {
        this.bytes = bytes;
        this.turns = new Semaphore(atOnce, true);
    }

    /** Starts to scan; closes the stream at its end. */
    FutureTask<TableSummary> start(DatasetId id, InputStream csv) {
        return start(id, csv, patient -> Csv.summary(id, patient, bytes));
    }

    /** Starts to read in another way; closes the stream at its end. */
    <T> FutureTask<T> start(DatasetId id, InputStream csv, Function<InputStream, T> reading) {
        FutureTask<T> scan = new FutureTask<>(() -> {
            turns.acquireUninterruptibly();
            try (InputStream patient = new TurnTaking(csv, turns)) {
                return reading.apply(patient);
            } finally {
                turns.release();
            }
        });
        Thread.ofPlatform().daemon().name("tasuki-csv-" + id).start(scan);
        return scan;
    }

    /** The result of reading; what it was refused with is thrown. */
    static <T> T await(FutureTask<T> scan) {
        try {
            return scan.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("reading CSV failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading CSV", e);
        }
    }

    /** Holds a turn except while it waits for bytes. */
    private static final class TurnTaking extends FilterInputStream {
        private final Semaphore turns;

        TurnTaking(InputStream in, Semaphore turns) {
            super(in);
            this.turns = turns;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            turns.release();
            try {
                return in.read(into, offset, length);
            } finally {
                turns.acquireUninterruptibly();
            }
        }
    }
}
