package dev.tasuki.faults.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Another time for one process: Debian's libfaketime, loaded into it. Its wrapper of the same name is
 * not used, since it would stay as a parent that a signal ends in the program's place.
 */
public final class FakeTime {
    private FakeTime() {}

    /** The variables of a process whose clock differs by {@code offset}, such as {@code +1h}. */
    public static Map<String, String> ahead(String offset) {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME",
                offset,
                // What waits must not be faked, or every time-out of the JVM ends at once.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    private static Path library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("libfaketime is missing: install the package faketime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
