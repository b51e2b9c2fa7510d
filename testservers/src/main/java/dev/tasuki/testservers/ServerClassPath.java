package dev.tasuki.testservers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** The class paths of servers that run in a JVM of their own. */
final class ServerClassPath {
    private ServerClassPath() {}

    /** This module's classes and the libraries in a list that the build wrote beside them. */
    static String of(String list) throws IOException {
        try (InputStream libraries = Objects.requireNonNull(
                ServerClassPath.class.getResourceAsStream(list), "the build did not write " + list)) {
            return ownClasses()
                    + File.pathSeparator
                    + new String(libraries.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(ServerClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException("no path to this class", e));
        }
    }
}
