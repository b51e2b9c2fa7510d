package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.settings.Settings.LogFormat;
import dev.tasuki.app.settings.Settings.LogLevel;
import dev.tasuki.core.task.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Memory that runs out where no training is. Real processes run out of it. */
class OutOfMemoryTest {
    @ParameterizedTest
    @CsvSource({"uncaught, LINE", "logged, LINE", "uncaught, JSON", "logged, JSON"})
    void endsTheProcessWithItsOwnCodeAndALastLine(String way, LogFormat format) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Greedy.class.getName(),
                        way,
                        format.name())
                .start();
        String screen = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(screen).isEqualTo(OutOfMemory.EXIT);
        String begin = format == LogFormat.LINE ? "tasuki: " : "{\"log.level\":\"ERROR\",\"message\":\"";
        assertThat(screen).contains(begin + "out of memory while no training ran; ends with 70.");
    }

    @Test
    void namesTheTrainingsThatRan() {
        assertThat(new String(
                        OutOfMemory.line(Set.of(new TaskId("b"), new TaskId("a")), LogFormat.LINE),
                        StandardCharsets.UTF_8))
                .startsWith("tasuki: out of memory while these trainings ran: a, b; ends with 70.")
                .contains("-Xmx in TASUKI_JAVA_OPTS", "--max-fit-memory", "--isolate-fits")
                .endsWith("\n");
    }

    @Test
    void itsLastLineIsJsonWhereTheLogIs() throws IOException {
        byte[] line = OutOfMemory.line(Set.of(new TaskId("a")), LogFormat.JSON);

        JsonNode event = new ObjectMapper().readTree(line);

        assertThat(event.path("log.level").asText()).isEqualTo("ERROR");
        assertThat(event.path("message").asText())
                .startsWith("out of memory while these trainings ran: a; ends with 70.");
        assertThat(event.path("process.exit_code").asInt()).isEqualTo(70);
        assertThat(new String(line, StandardCharsets.UTF_8)).endsWith("}\n");
    }

    @Test
    void memoryBesideTheHeapIsOneConnectionsMatter() {
        assertThat(OutOfMemory.heapIsSpent(new OutOfMemoryError("Java heap space")))
                .isTrue();
        assertThat(OutOfMemory.heapIsSpent(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .isTrue();
        assertThat(OutOfMemory.heapIsSpent(new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory")))
                .isFalse();
        assertThat(OutOfMemory.heapIsSpent(new IllegalStateException("no"))).isFalse();
        assertThat(OutOfMemory.heapIsSpent(null)).isFalse();
    }

    /** Takes all there is. */
    static final class Greedy {
        private Greedy() {}

        public static void main(String[] arguments) {
            OutOfMemory.watch();
            Logging.set(LogLevel.WARN, LogFormat.valueOf(arguments[1]));
            List<long[]> taken = new ArrayList<>();
            try {
                while (true) {
                    taken.add(new long[100_000]);
                }
            } catch (OutOfMemoryError spent) {
                taken.clear();
                if (arguments[0].equals("uncaught")) {
                    throw spent;
                }
                LoggerFactory.getLogger("a.library").error("a handler failed", spent);
            }
        }
    }
}
