package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console without a pointer, as {@code interop/console/keyboard.js} walks through it: a CSV is stored and learned
 * from, the model asked and compared, an alias set, trainings kept, cancelled, and changed after they failed.
 */
final class ConsoleKeyboardIT {
    @TempDir
    Path directory;

    @Test
    void aKeyboardIsEnough() throws Exception {
        assertThat(BrowserWalk.walked("keyboard.js", directory)).containsExactly("walked through the console by keys");
    }
}
