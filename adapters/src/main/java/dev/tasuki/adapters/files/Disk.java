package dev.tasuki.adapters.files;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** What a disk demands: forcing folders, and saying in plain words what went wrong. */
final class Disk {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final boolean FOLDERS_OPEN = !System.getProperty("os.name").startsWith("Windows");

    private Disk() {}

    /** The folder that a path below the store's root is in. */
    static Path folderOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "a path below the root has a parent");
    }

    /**
     * Makes the names in a folder durable. A folder that another deleted meanwhile is a name less in the
     * one above it, which is forced instead. Windows does so by itself and cannot open
     * folders.
     */
    static void forceFolder(Path folder) throws IOException {
        if (!FOLDERS_OPEN) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            forceFolder(folderOf(folder));
        }
    }

    /** The one translation of a disk's failure. The detail names no path: a client may read it. */
    static Unavailable refusal(String doing, Exception failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        String reason;
        if (message.contains("no space left") || message.contains("not enough space")) {
            reason = "the disk is full; free space on the object store's disk, then try again";
        } else if (message.contains("quota")) {
            reason = "the disk quota is used up; raise it or free space, then try again";
        } else if (message.contains("read-only")) {
            reason = "the disk is mounted read-only; make it writable, then try again";
        } else if (failure instanceof AccessDeniedException) {
            reason = "access to the object store's directory is denied; check its owner and permissions";
        } else {
            reason = "the disk failed; the log has the details";
        }
        return new Unavailable(RefusalCode.STORE_UNAVAILABLE, doing + " failed: " + reason, RETRY_AFTER, failure);
    }
}
