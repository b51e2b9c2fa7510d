package dev.tasuki.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the log is JSON, so is what a server says that cannot start. */
class LastLineTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "serve --log-format json --port x         | settings | a setting is wrong:",
                "serve --log-format=json --prot 1         | usage    | '--prot', '1' has no meaning here; did you mean --port?",
                "producer --log_format json --host 0.0.0.0| failed   | --host 0.0.0.0: anyone on the network",
                "consumer --log-format json --port 1      | usage    | '--port'"
            })
    void isOneEvent(String line, String code, String sentence) throws IOException {
        int exit = run(Map.of(), line.split(" "));

        JsonNode event = event();
        assertThat(exit).isEqualTo(Exit.WRONG);
        assertThat(event.path("error.code").asText()).isEqualTo(code);
        assertThat(event.path("message").asText()).startsWith(sentence);
        assertThat(event.path("process.exit_code").asInt()).isEqualTo(exit);
        assertThat(event.path("log.level").asText()).isEqualTo("ERROR");
        assertThat(event.hasNonNull("@timestamp")).isTrue();
    }

    @Test
    void theFormatMayStandInTheEnvironmentOrTheFile() throws IOException {
        run(Map.of("TASUKI_LOG_FORMAT", "json"), "serve", "--port", "x");
        assertThat(event().path("error.code").asText()).isEqualTo("settings");
        err.reset();
        Files.writeString(directory.resolve("tasuki.properties"), "log-format=json\n");
        run(Map.of(), "serve", "--port", "x");
        assertThat(event().path("error.code").asText()).isEqualTo("settings");
    }

    @Test
    void aFlagCountsBeforeThem() {
        run(Map.of("TASUKI_LOG_FORMAT", "json"), "serve", "--log-format", "line", "--port", "x");

        assertThat(err.toString(UTF_8)).startsWith("tasuki: a setting is wrong:");
    }

    @Test
    void whatPeopleTypeIsAnsweredInWords() {
        run(Map.of("TASUKI_LOG_FORMAT", "json"), "tasks", "--limt", "5");

        assertThat(err.toString(UTF_8)).startsWith("tasuki: '--limt'");
    }

    private JsonNode event() throws IOException {
        String text = err.toString(UTF_8);
        assertThat(text.lines()).as(text).hasSize(1);
        return new ObjectMapper().readTree(text);
    }

    private int run(Map<String, String> environment, String... words) {
        CommandContext context = new CommandContext(
                environment,
                directory,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        return new Program(context).run(words);
    }
}
