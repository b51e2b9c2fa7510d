package dev.tasuki.app.adapter;

import dev.tasuki.core.port.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into the data directory. By itself the driver unpacks it into the
 * directory for temporary files at every start, and a process that is killed leaves its copy there.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String PATH = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Has the driver load the copy in this data directory; does nothing where another was named. */
    static void use(Path data) {
        if (System.getProperty(PATH) != null || System.getProperty("org.sqlite.tmpdir") != null) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return;
            }
            Path folder = OwnerOnly.createDirectories(data.resolve("native").resolve(SQLiteJDBCLoader.getVersion()));
            unpack(packed.readAllBytes(), folder.resolve(name));
            System.setProperty(PATH, folder.toString());
        } catch (IOException e) {
            LOG.warn("SQLite's library stays in the directory for temporary files: {}", FileErrors.reason(e));
        }
    }

    /** Whatever is there is compared: half a file would end the process when it is loaded. */
    private static void unpack(byte[] library, Path target) throws IOException {
        if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), library)) {
            return;
        }
        Path fresh = target.resolveSibling(UUID.randomUUID() + ".new");
        try {
            try (FileChannel channel = OwnerOnly.open(fresh, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer bytes = ByteBuffer.wrap(library);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
