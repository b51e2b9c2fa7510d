package dev.tasuki.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this repository, as they are checked out. */
public final class Checkout {
    /** What is built, stored or brought in, and so is nobody's handwriting. */
    private static final Set<String> NOT_OURS =
            Set.of("target", ".git", ".tasuki", ".idea", ".vscode", "node_modules", "tasuki-data", "vendor");

    private Checkout() {}

    /** The folder with the start script. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run this test below the checkout");
        }
        return folder;
    }

    /** Files whose names end so, in a fixed order. */
    static List<Path> files(String... endings) {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .filter(file ->
                            root().relativize(file.getParent()).toString().isEmpty()
                                    || !foreign(root().relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean foreign(Path path) {
        if (path.startsWith("data")) {
            return true;
        }
        for (Path part : path) {
            if (NOT_OURS.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    /** As shown in messages. */
    static String name(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }

    /** A file's lines. */
    public static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name(file), e);
        }
    }
}
