package dev.tasuki.app.wiring;

import dev.tasuki.app.adapter.FileErrors;
import dev.tasuki.core.port.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/**
 * A claim on the data directory, held by a lock of the operating system's, so that it ends with the
 * process however that ends. One process may have it alone, or several may share it.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "tasuki.lock";
    private static final String HOLDER = "tasuki.pid";

    private final FileChannel channel;

    private DataDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /** How a process uses the directory. */
    public enum Use {
        /** Nobody else may use it. */
        ALONE,
        /** With others that share it too. */
        SHARED
    }

    /**
     * Makes the directory if need be, readable by its owner alone, and claims it; throws if it cannot be written or
     * had, and if everybody may write to it: who puts a file there decides what this process reads.
     */
    public static DataDirectory claim(Path directory, Use use) throws CannotStart {
        FileChannel channel = null;
        try {
            OwnerOnly.createDirectories(directory);
            if (permits(directory, PosixFilePermission.OTHERS_WRITE)) {
                throw new CannotStart(
                        "the data directory " + directory + " may be written by everybody; run: chmod 700 " + directory
                                + ", or choose another with --data");
            }
            channel = OwnerOnly.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ);
            if (lock(channel, use) == null) {
                channel.close();
                throw new CannotStart(taken(directory, use));
            }
            OwnerOnly.createFile(directory.resolve(HOLDER));
            Files.writeString(
                    directory.resolve(HOLDER),
                    Long.toString(ProcessHandle.current().pid()));
            return new DataDirectory(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new CannotStart("cannot write to the data directory " + directory + ": " + FileErrors.reason(e)
                    + "; choose another with --data");
        }
    }

    /** True if the directory has this permission; false where the file system knows none. */
    public static boolean permits(Path directory, PosixFilePermission permission) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(permission);
    }

    private static @Nullable FileLock lock(FileChannel channel, Use use) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, use == Use.SHARED);
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static String taken(Path directory, Use use) {
        String holder = holder(directory);
        return switch (use) {
            case ALONE ->
                "the data directory " + directory + " is in use by another Tasuki" + holder
                        + "; stop that one, or choose another directory with --data";
            case SHARED ->
                "the data directory " + directory + " is in use by a tasuki serve" + holder
                        + ", which shares it with nobody; stop that one, or choose another directory with --data";
        };
    }

    /** " (process 123)", the last that claimed it, if that is still there. */
    private static String holder(Path directory) {
        try {
            long pid =
                    Long.parseLong(Files.readString(directory.resolve(HOLDER)).strip());
            return ProcessHandle.of(pid).isPresent() ? " (process " + pid + ")" : "";
        } catch (IOException | NumberFormatException e) {
            return "";
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The reason that is reported came first.
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
