package dev.tasuki.adapters.files;

import dev.tasuki.core.port.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Files on their way into the store: written and forced in a folder below {@code .incoming}, which
 * no key can name and which lies on the same disk, so that a rename is one step.
 *
 * <p>Each file gets a time of its own, at least one tick of the file system after the one before, so
 * that two objects never share an etag although a kernel's clock for files stands still for
 * milliseconds and inodes are used again. Each open store has a folder of its own and holds a lock in
 * it: a folder whose lock can be taken was left by a process that died, and is removed.
 */
final class Incoming implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final int BUFFER = 128 * 1024;
    private static final List<Duration> TICKS =
            List.of(Duration.ofNanos(1), Duration.ofNanos(1_000), Duration.ofMillis(1), Duration.ofSeconds(2));

    private final Path folder;
    private final FileChannel lock;
    private final InstantSource clock;
    private final Duration tick;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);

    private Incoming(Path folder, FileChannel lock, InstantSource clock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.clock = clock;
        this.tick = tickOf(folder);
    }

    static Incoming open(Path root, InstantSource clock) throws IOException {
        Path all = OwnerOnly.createDirectories(root.resolve(".incoming"));
        try (var folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                removeIfAbandoned(folder);
            }
        }
        while (true) {
            Path own = OwnerOnly.createDirectory(all.resolve(UUID.randomUUID().toString()));
            try {
                Path file = own.resolve(LOCK);
                FileChannel lock = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW);
                if (lock.tryLock() != null && Files.exists(file)) {
                    return new Incoming(own, lock, clock);
                }
                lock.close();
            } catch (NoSuchFileException e) {
                // Another process starts at this moment and took the unlocked folder for abandoned.
            }
        }
    }

    /**
     * Writes the stream to a new file, durably, and returns it. Exceptions of the stream are passed
     * on as they are, those of the disk as a refusal; either way no file is left.
     */
    Path write(InputStream content) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        boolean whole = false;
        try (FileChannel channel = create(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                append(channel, ByteBuffer.wrap(buffer, 0, read));
            }
            finish(file, channel);
            whole = true;
            return file;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Gives up the folder; a put under way fails. */
    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            removeFolder(folder);
            lock.close();
        } catch (IOException e) {
            throw Disk.refusal("closing the object store", e);
        }
    }

    private static FileChannel create(Path file) {
        try {
            return OwnerOnly.open(file, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw Disk.refusal("storing an object", e);
        }
    }

    private static void append(FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw Disk.refusal("storing an object", e);
        }
    }

    private void finish(Path file, FileChannel channel) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(nextTime()));
            channel.force(true);
        } catch (IOException e) {
            throw Disk.refusal("storing an object", e);
        }
    }

    private Instant nextTime() {
        return last.updateAndGet(before -> {
            Instant now = clock.instant();
            Instant next = before.plus(tick);
            return now.isAfter(next) ? now : next;
        });
    }

    private static void removeIfAbandoned(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null) {
                removeFolder(folder);
            }
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(folder);
        } catch (OverlappingFileLockException e) {
            // Another open store of this very process.
        }
    }

    private static void removeFolder(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** The smallest step in which this file system keeps times. */
    private static Duration tickOf(Path folder) throws IOException {
        Path probe = Files.createFile(folder.resolve("probe-" + UUID.randomUUID()));
        try {
            Instant base = Instant.parse("2026-01-01T00:00:00Z");
            for (Duration tick : TICKS) {
                Instant stamp = base.plus(tick);
                Files.setLastModifiedTime(probe, FileTime.from(stamp));
                if (Files.getLastModifiedTime(probe).toInstant().equals(stamp)) {
                    return tick;
                }
            }
            return TICKS.getLast();
        } finally {
            Files.delete(probe);
        }
    }
}
