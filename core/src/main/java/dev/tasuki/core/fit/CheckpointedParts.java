package dev.tasuki.core.fit;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.base.Uninterruptibly;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.learn.format.ModelFileException;
import dev.tasuki.learn.format.PartFormat;
import dev.tasuki.learn.model.CheckpointFile;
import dev.tasuki.learn.spi.FinishedParts;
import dev.tasuki.learn.spi.Keeping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept parts of one attempt at a training, such as trees of a forest, in files of several. A file that cannot be
 * read is as good as none, and one that cannot be written is tried again with the next: keeping parts never fails a
 * training. Files are written on a thread of their own, so that no part waits for the store. Thread-safe.
 */
final class CheckpointedParts implements PartKeeping, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointedParts.class);

    /** Larger files would take memory that the fit may need. */
    private static final long LARGEST = 16 << 20;

    private final Checkpoints checkpoints;
    private final TaskId id;
    private final long epoch;
    private final Set<String> files = new LinkedHashSet<>();
    private final List<Pending<?>> pending = new ArrayList<>();
    private Instant last;
    private int written;
    private @Nullable Thread writer;

    CheckpointedParts(Checkpoints checkpoints, TaskId id, long epoch) {
        this.checkpoints = checkpoints;
        this.id = id;
        this.epoch = epoch;
        this.last = checkpoints.clock().instant();
    }

    @Override
    public Keeping of(String fingerprint, String word) {
        return new Keeping() {
            @Override
            public <T> FinishedParts<T> of(PartFormat<T> format) {
                return begin(new Pending<>(new CheckpointFile<>(fingerprint, format)), word);
            }
        };
    }

    private synchronized <T> FinishedParts<T> begin(Pending<T> parts, String word) {
        pending.add(parts);
        // Before the first attempt there was none; the store need not be asked.
        if (epoch > 1) {
            try {
                checkpoints.objects().list(checkpoints.keys().model(id)).stream()
                        .map(StoredObject::key)
                        .filter(Keys::isCheckpoint)
                        .forEach(key -> read(key, parts));
            } catch (Refusal away) {
                LOG.warn("task {} begins anew: its checkpoints cannot be reached: {}", id, away.detail());
            }
            if (!parts.kept.isEmpty()) {
                LOG.info("task {} goes on from {} {}s of a former attempt", id, parts.kept.size(), word);
            }
        }
        return parts;
    }

    private <T> void read(String key, Pending<T> parts) {
        files.add(key);
        try (ObjectReader reader = checkpoints.objects().open(key)) {
            parts.kept.putAll(parts.file.read(reader.content()));
        } catch (ModelFileException | IOException | Refusal unreadable) {
            LOG.warn("checkpoint {} is passed over: {}", key, unreadable.getMessage());
        }
    }

    /** The parts of former attempts, and those of this one that are not stored yet. */
    private final class Pending<T> implements FinishedParts<T> {
        private final CheckpointFile<T> file;
        private final Map<Integer, T> kept = new ConcurrentHashMap<>();
        private final SortedMap<Integer, T> fresh = new TreeMap<>();

        Pending(CheckpointFile<T> file) {
            this.file = file;
        }

        @Override
        public Optional<T> find(int number) {
            return Optional.ofNullable(kept.remove(number));
        }

        @Override
        public void finished(int number, T part) {
            synchronized (CheckpointedParts.this) {
                fresh.put(number, part);
                storeIfDue();
            }
        }

        /** Some that were stored; false: there was none, or they could not be. */
        boolean write() {
            SortedMap<Integer, T> some;
            String key;
            synchronized (CheckpointedParts.this) {
                if (fresh.isEmpty()) {
                    return false;
                }
                some = first();
                key = nextKey();
            }
            try {
                checkpoints.objects().put(key, new ByteArrayInputStream(file.bytes(some)));
                synchronized (CheckpointedParts.this) {
                    fresh.keySet().removeAll(some.keySet());
                }
                LOG.debug("task {}: {} parts stored at {}", id, some.size(), key);
                return true;
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                // No memory for a file is no reason to end the process: the fit will tell if it has none either.
                LOG.warn("task {}: checkpoint {} could not be stored: {}", id, key, failed.getMessage());
                return false;
            }
        }

        /** The first, of no more bytes than a file may have, but one at least. */
        private SortedMap<Integer, T> first() {
            SortedMap<Integer, T> some = new TreeMap<>();
            long bytes = 0;
            for (Map.Entry<Integer, T> part : fresh.entrySet()) {
                bytes += file.length(part.getValue());
                if (bytes > LARGEST && !some.isEmpty()) {
                    return some;
                }
                some.put(part.getKey(), part.getValue());
            }
            return some;
        }
    }

    private synchronized void storeIfDue() {
        Instant now = checkpoints.clock().instant();
        boolean busy = writer != null && writer.isAlive();
        if (!busy && !now.isBefore(last.plus(checkpoints.every()))) {
            last = now;
            writer = Thread.ofVirtual().name("tasuki-checkpoint-" + id).start(this::writeAll);
        }
    }

    private synchronized String nextKey() {
        String key = checkpoints.keys().checkpoint(id, epoch, ++written);
        files.add(key);
        return key;
    }

    /** Stores what is not stored yet, for the attempt that follows; for when this one is given back. */
    void flush() {
        close();
        writeAll();
    }

    /** The keys of all files, this attempt's and former ones': of no use once the task has ended well. */
    synchronized List<String> files() {
        return List.copyOf(files);
    }

    private void writeAll() {
        List<Pending<?>> all;
        synchronized (this) {
            all = List.copyOf(pending);
        }
        for (Pending<?> parts : all) {
            boolean more = true;
            while (more) {
                more = parts.write();
            }
        }
    }

    /** Waits for a file that is being written. */
    @Override
    public void close() {
        Thread writing;
        synchronized (this) {
            writing = writer;
        }
        if (writing != null) {
            Uninterruptibly.join(writing);
        }
    }
}
