package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingOptionsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "--insecure, insecure +true",
        "--insecure true, insecure +true",
        "--insecure=false, insecure +false",
        "--isolate-fits --port 7, isolate-fits +true",
        "--sample false, sample +false"
    })
    void aFlagOfYesOrNoMeansYesByItself(String flags, String shown) {
        assertThat(run(("config show " + flags).split(" ")))
                .as(err.toString(UTF_8))
                .isEqualTo(Exit.OK);
        assertThat(out.toString(UTF_8)).containsPattern(shown);
    }

    @Test
    void anythingElseIsRefused() {
        assertThat(run("config", "show", "--insecure", "maybe")).isEqualTo(Exit.WRONG);
        assertThat(err.toString(UTF_8)).contains("--insecure maybe: must be true or false");
    }

    private int run(String... arguments) {
        return new Program(new CommandContext(
                        Map.of(),
                        Path.of(".").toAbsolutePath(),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false))
                .run(arguments);
    }
}
