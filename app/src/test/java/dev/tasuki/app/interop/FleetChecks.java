package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Three servers of ours as nodes of a Celery fleet beside a worker of its own, and the checks of {@code celery_fleet.py}.
 *
 * @param first tasuki@first
 * @param second tasuki@second, which ends when it is told to
 * @param third one that wants the first's name
 * @param checks what the checks said
 */
record FleetChecks(Peer first, Peer second, Peer third, List<JsonNode> checks) implements AutoCloseable {
    /**
     * Has all checks made.
     *
     * @param more arguments of the first
     */
    static FleetChecks made(Path directory, String broker, String... more) throws Exception {
        Nodes nodes = new Nodes(directory, broker);
        Peer first = nodes.node("tasuki", "tasuki@first", more);
        first.awaitOutput("answers at", 1);
        // Has no name that is free, and works all the same.
        Peer third = nodes.node("third", "tasuki@first");
        try (Peer calls = new Peer.Place(directory, Map.of()).python("celery_fleet.py", "--broker", broker)) {
            calls.awaitOutput("wants tasuki@second", 1);
            Peer second = nodes.node("second", "tasuki@second", "--celery-shutdown", "true");
            assertThat(calls.exit()).as(calls.output() + first.output()).isZero();
            List<JsonNode> told = new ArrayList<>();
            for (String line :
                    calls.output().lines().filter(each -> each.startsWith("{")).toList()) {
                told.add(new ObjectMapper().readTree(line));
            }
            assertThat(calls.output()).contains("all checks were made");
            return new FleetChecks(first, second, third, told);
        }
    }

    /** A test of each check. */
    Stream<DynamicTest> told() {
        assertThat(checks).hasSize(10);
        return checks.stream()
                .map(line -> DynamicTest.dynamicTest(
                        line.path("case").asText(),
                        () -> assertThat(line.path("passed").asBoolean())
                                .as(line.path("detail").asText() + first.output())
                                .isTrue()));
    }

    @Override
    public void close() {
        for (Peer each : List.of(first, second, third)) {
            each.close();
        }
    }

    private record Nodes(Path directory, String broker) {
        Peer node(String queue, String name, String... more) throws IOException {
            List<String> arguments = new ArrayList<>(List.of(
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    directory.resolve(queue + "-data").toString(),
                    "--celery",
                    broker,
                    "--celery-queues",
                    queue,
                    "--celery-name",
                    name));
            arguments.addAll(List.of(more));
            return new Peer.Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx512m"))
                    .tasuki(arguments.toArray(String[]::new));
        }
    }
}
