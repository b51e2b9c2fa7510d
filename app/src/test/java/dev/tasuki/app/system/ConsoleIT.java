package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser, as {@code interop/console/walk.js} walks through it: from a dropped CSV to a
 * prediction, by mouse and keys, past a server that ends and comes back, and over every page in both themes and at
 * 320 px. Pictures of all pages stay in {@code target/pictures/console}.
 */
final class ConsoleIT {
    @TempDir
    Path directory;

    @Test
    void aPersonWalksThroughTheConsole() throws Exception {
        List<String> told = BrowserWalk.walked("walk.js", directory);

        assertThat(told).endsWith("walked through the console");
        assertThat(told.getFirst()).matches("first view with data: \\d+ ms; the median of nine more .*: \\d+ ms");
        System.out.println(told.getFirst());
    }
}
