package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.testservers.RabbitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs written with Celery alone call our server over a real RabbitMQ, as if it were a worker of theirs. One Python
 * process makes all checks, and tells of each in a line.
 */
final class CeleryIT {
    /** The broker of the page. */
    private static final String SHOWN = "amqp://guest:guest@localhost//";

    @TempDir
    static Path directory;

    private static String program;
    private static RabbitServer rabbit;
    private static Peer server;
    private static Client http;
    private static List<JsonNode> told;

    @BeforeAll
    static void makeTheChecks() throws Exception {
        rabbit = RabbitServer.start();
        String broker = rabbit.url() + "//";
        Peer.Place place = new Peer.Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx1g"));
        try (ShownPage page = ShownPage.of("docs/celery.md", CeleryIT.class)) {
            List<String> shown = page.takeAll();
            assertThat(shown).hasSize(2);
            program = shown.get(0).replace(SHOWN, broker);
            String serve = shown.get(1).replace(SHOWN, broker).strip() + " --port 0 --max-backlog 12";
            server = place.tasuki(ShownPage.words(serve).stream().skip(1).toArray(String[]::new));
        }
        String url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        http = new Client(url);
        try (Peer calls = place.python("celery_calls.py", "--broker", broker, "--server", url)) {
            assertThat(calls.exit()).as(calls.output() + server.output()).isZero();
            told = new ArrayList<>();
            for (String line :
                    calls.output().lines().filter(each -> each.startsWith("{")).toList()) {
                told.add(new ObjectMapper().readTree(line));
            }
            assertThat(calls.output()).contains("all checks were made");
        }
    }

    @AfterAll
    static void end() throws IOException {
        http.close();
        server.close();
        rabbit.close();
    }

    @TestFactory
    Stream<DynamicTest> whatACeleryProgramSees() {
        assertThat(told).hasSizeGreaterThan(20);
        return told.stream()
                .map(line -> DynamicTest.dynamicTest(
                        line.path("case").asText(),
                        () -> assertThat(line.path("passed").asBoolean())
                                .as(line.path("detail").asText() + server.output())
                                .isTrue()));
    }

    @Test
    void theProgramOfTheDocumentationRunsAsItStands() throws Exception {
        Path file = directory.resolve("client.py");
        Files.writeString(file, program);
        try (Peer client = new Peer.Place(directory, Map.of()).python(file.toString())) {
            assertThat(client.exit()).as(client.output()).isZero();
            assertThat(client.output()).contains("'rmse': ", "'pred_proba': ");
        }
    }

    @Test
    void operatorsSeeWhatWasCalled() {
        assertThat(http.text("/metrics"))
                .containsPattern("tasuki_celery_received_total\\{[^}]*} [1-9]")
                .containsPattern("tasuki_celery_answered_total\\{[^}]*} [1-9]")
                .containsPattern("tasuki_celery_refused_total\\{[^}]*} [1-9]");
    }
}
