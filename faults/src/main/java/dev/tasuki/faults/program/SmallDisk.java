package dev.tasuki.faults.program;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A directory on a disk of its own that is small, and can be filled: a tmpfs, which only root may mount.
 * Closing it, or ending this JVM, takes it away with all that is on it. Not for several threads.
 */
public final class SmallDisk implements AutoCloseable {
    private static final long TOOL_SECONDS = 60;
    private static final int PIECE = 1 << 16;

    private final Path directory;
    private final Path ballast;
    private final Thread atExit;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
        this.atExit = new Thread(this::unmount, "disk-end");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Mounts one at an empty directory; an IOException says why it cannot be. */
    public static SmallDisk at(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tasuki-faults", directory.toString()));
        return new SmallDisk(directory);
    }

    /** Fills it until {@code leave} bytes are free; 0: until nothing more can be written. */
    public void fill(long leave) {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] piece = new byte[PIECE];
            while (leave == 0 || Files.getFileStore(directory).getUsableSpace() > leave) {
                out.write(piece);
            }
        } catch (IOException full) {
            if (leave > 0) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Takes away what {@link #fill} has written. */
    public void clear() {
        try {
            Files.delete(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        unmount();
    }

    /** At once for new callers; a process that still has a file open there keeps it. */
    private void unmount() {
        try {
            run(List.of("umount", "--lazy", directory.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": "
                        + new String(process.getInputStream().readAllBytes()).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
