package dev.tasuki.adapters.files;

import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
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

    /**
     * Removes a folder; false if it is gone, not empty, or no folder any more: another may have stored
     * an object under its very name meanwhile, which Linux leaves alone when it is told to remove a folder.
     */
    static boolean removeFolder(Path folder) throws IOException {
        try (DirectoryStream<Path> above = Files.newDirectoryStream(folderOf(folder))) {
            if (above instanceof SecureDirectoryStream<Path> secure) {
                secure.deleteDirectory(folder.getFileName());
            } else {
                Files.delete(folder);
            }
            return true;
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return false;
        }
    }
}
