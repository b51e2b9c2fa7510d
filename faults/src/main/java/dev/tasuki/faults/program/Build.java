package dev.tasuki.faults.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in this checkout, once it is built. */
final class Build {
    private Build() {}

    /** The folder with the start script. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run this below the checkout");
        }
        return folder;
    }

    static Path script() {
        return root().resolve("tasuki");
    }

    /** The program, which brings its libraries. */
    static Path program() {
        return present(root().resolve("app/target/tasuki.jar"));
    }

    /** This module: its archive if it is packed, since the JVM caches no classes of a folder. */
    static Path thisModule() {
        try (Stream<Path> built = Files.list(root().resolve("faults/target"))) {
            return built.filter(file -> file.getFileName().toString().matches("tasuki-faults-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseGet(Build::classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** True if the file is there and younger than what it was made from. */
    static boolean current(Path file) {
        try {
            for (Path source : List.of(program(), thisModule())) {
                if (!Files.exists(file)
                        || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(source)) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(Build.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path to this class", e);
        }
    }

    private static Path present(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is not there: build it first, by mvn -pl faults -am package");
        }
        return file;
    }
}
