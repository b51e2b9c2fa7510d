package dev.tasuki.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads files out of the jar. */
final class Resources {
    private Resources() {}

    /** True if the jar has the file. */
    static boolean has(String path) {
        return Resources.class.getClassLoader().getResource(path) != null;
    }

    /** The file's bytes; IllegalStateException if the jar lacks it. */
    static byte[] read(String path) {
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
