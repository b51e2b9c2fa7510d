package dev.tasuki.core.fit;

import dev.tasuki.core.base.Keys;
import dev.tasuki.core.port.ObjectStore.ObjectReader;
import dev.tasuki.core.port.StoredObject;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.learn.forest.FinishedTrees;
import dev.tasuki.learn.model.CheckpointFile;
import dev.tasuki.learn.model.CheckpointFile.Fit;
import dev.tasuki.learn.model.ModelFileException;
import dev.tasuki.learn.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept trees of one attempt at a training. A part that cannot be read is as good as none, and one
 * that cannot be written is tried again with the next: keeping trees never fails a training. Parts are
 * written on a thread of their own, so that no tree waits for the store. Thread-safe.
 */
final class CheckpointedTrees implements TreeKeeping, FinishedTrees, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointedTrees.class);

    /** Larger parts would take memory that the fit may need. */
    private static final long PART = 16 << 20;

    private final Checkpoints checkpoints;
    private final TaskId id;
    private final long epoch;
    private final Map<Integer, Tree> kept = new ConcurrentHashMap<>();
    private final SortedMap<Integer, Tree> pending = new TreeMap<>();
    private final List<String> parts = new ArrayList<>();
    private Instant last;
    private int written;
    private @Nullable Fit fit;
    private @Nullable Thread writer;

    CheckpointedTrees(Checkpoints checkpoints, TaskId id, long epoch) {
        this.checkpoints = checkpoints;
        this.id = id;
        this.epoch = epoch;
        this.last = checkpoints.clock().instant();
    }

    @Override
    public synchronized FinishedTrees of(Fit wanted) {
        fit = wanted;
        // Before the first attempt there was none; the store need not be asked.
        if (epoch > 1) {
            try {
                checkpoints.objects().list(checkpoints.keys().model(id)).stream()
                        .map(StoredObject::key)
                        .filter(Keys::isCheckpoint)
                        .forEach(key -> read(key, wanted));
            } catch (Refusal away) {
                LOG.warn("task {} begins anew: its checkpoints cannot be reached: {}", id, away.detail());
            }
            if (!kept.isEmpty()) {
                LOG.info("task {} goes on from {} trees of a former attempt", id, kept.size());
            }
        }
        return this;
    }

    private void read(String key, Fit wanted) {
        parts.add(key);
        try (ObjectReader reader = checkpoints.objects().open(key)) {
            kept.putAll(CheckpointFile.read(wanted, reader.content()));
        } catch (ModelFileException | IOException | Refusal unreadable) {
            LOG.warn("checkpoint {} is passed over: {}", key, unreadable.getMessage());
        }
    }

    @Override
    public Optional<Tree> find(int number) {
        return Optional.ofNullable(kept.remove(number));
    }

    @Override
    public synchronized void finished(int number, Tree tree) {
        pending.put(number, tree);
        Instant now = checkpoints.clock().instant();
        boolean busy = writer != null && writer.isAlive();
        if (!busy && !now.isBefore(last.plus(checkpoints.every()))) {
            last = now;
            writer = Thread.ofVirtual().name("tasuki-checkpoint-" + id).start(this::writeAll);
        }
    }

    /** Stores what is not stored yet, for the attempt that follows; for when this one is given back. */
    void flush() {
        close();
        writeAll();
    }

    /** The keys of all parts, this attempt's and former ones': of no use once the task has ended well. */
    synchronized List<String> parts() {
        return List.copyOf(parts);
    }

    /** A part that was stored; false: there was none, or it could not be. */
    private boolean write() {
        SortedMap<Integer, Tree> trees;
        Fit current;
        String key;
        synchronized (this) {
            if (fit == null || pending.isEmpty()) {
                return false;
            }
            current = fit;
            trees = part();
            key = checkpoints.keys().checkpoint(id, epoch, ++written);
            parts.add(key);
        }
        try {
            checkpoints.objects().put(key, new ByteArrayInputStream(CheckpointFile.bytes(current, trees)));
            synchronized (this) {
                pending.keySet().removeAll(trees.keySet());
            }
            LOG.debug("task {}: {} trees stored at {}", id, trees.size(), key);
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            // No memory for a part is no reason to end the process: the fit will tell if it has none either.
            LOG.warn("task {}: checkpoint {} could not be stored: {}", id, key, failed.getMessage());
            return false;
        }
    }

    private void writeAll() {
        boolean more = true;
        while (more) {
            more = write();
        }
    }

    /** The first trees, of no more bytes than a part may have, but one at least. */
    private SortedMap<Integer, Tree> part() {
        SortedMap<Integer, Tree> trees = new TreeMap<>();
        long bytes = 0;
        for (Map.Entry<Integer, Tree> tree : pending.entrySet()) {
            bytes += CheckpointFile.length(tree.getValue());
            if (bytes > PART && !trees.isEmpty()) {
                return trees;
            }
            trees.put(tree.getKey(), tree.getValue());
        }
        return trees;
    }

    /** Waits for a part that is being written. */
    @Override
    public void close() {
        Thread writing;
        synchronized (this) {
            writing = writer;
        }
        boolean interrupted = false;
        while (writing != null && writing.isAlive()) {
            try {
                writing.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
