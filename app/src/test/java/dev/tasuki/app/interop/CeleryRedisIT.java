package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
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
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs written with Celery alone call our server over a real Redis, and look for results in it while they call over a
 * real RabbitMQ. One Python process makes all checks of a pair, and tells of each in a line.
 */
final class CeleryRedisIT {
    /** Of those that a Redis broker makes no difference to, one of a kind. */
    private static final String OVER_REDIS =
            "01,02,04,08,11,14,17,20,24,29,34,35,37,40,42,43,44,45,48,52,53,54,56,57,58,59,73,"
                    + "60,61,62,63,65,66,67,68,69,70,71,72,91,92";

    private static final String RESULTS_IN_REDIS = "01,02,04,17,45,52,58,60,63,66,68,71";
    private static final String RPC_OVER_REDIS = "01,02,04,07,17,45,52";

    @TempDir
    static Path directory;

    private static RabbitServer rabbit;
    private static RedisServer redis;
    private static final List<Peer> servers = new ArrayList<>();
    private static final List<JsonNode> told = new ArrayList<>();

    @BeforeAll
    static void makeTheChecks() throws Exception {
        rabbit = RabbitServer.start();
        redis = RedisServer.start();
        String shared = redis.url() + "/0";
        String amqp = rabbit.url() + "//";
        check("Rs", shared + "?visibility_timeout=10", new String[] {shared, shared}, OVER_REDIS);
        check("As", amqp, new String[] {amqp, redis.url() + "/1"}, RESULTS_IN_REDIS);
        check("Rr", redis.url() + "/2", new String[] {redis.url() + "/2", "rpc"}, RPC_OVER_REDIS);
    }

    /** Has one pair of broker and backend tried, by a server of its own. */
    private static void check(String pair, String broker, String[] seen, String only) throws Exception {
        Path home = Files.createDirectory(directory.resolve(pair));
        Peer.Place place = new Peer.Place(home, Map.of("TASUKI_JAVA_OPTS", "-Xmx1g"));
        Peer server = place.tasuki(
                "serve",
                "--port",
                "0",
                "--max-backlog",
                "12",
                "--celery",
                broker,
                "--celery-results",
                seen[1],
                "--celery-queues",
                "tasuki");
        servers.add(server);
        String url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        String backend = seen[1].equals("rpc") ? "rpc://" : seen[1];
        try (Peer calls = place.python(
                "celery_chords.py", "--broker", seen[0], "--backend", backend, "--server", url, "--only", only)) {
            assertThat(calls.exit()).as(calls.output() + server.output()).isZero();
            for (String line :
                    calls.output().lines().filter(each -> each.startsWith("{")).toList()) {
                told.add(((ObjectNode) new ObjectMapper().readTree(line)).put("pair", pair));
            }
            assertThat(calls.output()).contains("all checks were made");
        }
    }

    @AfterAll
    static void end() throws IOException {
        for (Peer server : servers) {
            server.close();
        }
        redis.close();
        rabbit.close();
    }

    @TestFactory
    Stream<DynamicTest> whatACeleryProgramSees() {
        assertThat(told).hasSizeGreaterThan(50);
        return told.stream()
                .map(line -> DynamicTest.dynamicTest(
                        line.path("pair").asText() + " " + line.path("case").asText(),
                        () -> assertThat(line.path("passed").asBoolean())
                                .as(line.path("detail").asText())
                                .isTrue()));
    }
}
