package dev.tasuki.core.port;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files and directories that nobody but their owner may read, whatever the umask: they hold datasets, models
 * and messages. What is there already keeps its permissions. Where a file system knows none (Windows), its own
 * rules hold.
 *
 * <p>Example: {@code OwnerOnly.open(folder.resolve("lock"), StandardOpenOption.CREATE_NEW)}.
 */
public final class OwnerOnly {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] DIRECTORY = attributes("rwx------");
    private static final FileAttribute<?>[] FILE = attributes("rw-------");

    private OwnerOnly() {}

    /** Makes the directory and those above it that are missing, as {@link Files#createDirectories} does. */
    public static Path createDirectories(Path directory) throws IOException {
        return Files.createDirectories(directory, DIRECTORY);
    }

    /** Makes the directory; throws {@link FileAlreadyExistsException} as {@link Files#createDirectory} does. */
    public static Path createDirectory(Path directory) throws IOException {
        return Files.createDirectory(directory, DIRECTORY);
    }

    /** Makes an empty file unless there is one. */
    public static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException there) {
            // It keeps what it has.
        }
    }

    /** Opens the file for writing, and makes it if the options say so. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        return FileChannel.open(file, all, FILE);
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
