package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same fleet over a real Redis: commands, monitors, what was called off before a node came, and a name that is taken. */
final class CeleryRedisFleetIT {
    @TempDir
    static Path directory;

    private static RedisServer redis;
    private static String broker;
    private static FleetChecks fleet;

    @BeforeAll
    static void makeTheChecks() throws Exception {
        redis = RedisServer.start();
        broker = redis.url() + "/0";
        fleet = FleetChecks.made(directory, broker);
    }

    @AfterAll
    static void end() throws IOException {
        fleet.close();
        redis.close();
    }

    @TestFactory
    Stream<DynamicTest> whatAFleetSees() {
        return fleet.told();
    }

    @Test
    void aWorkerThatTakesOurCallsAndDoesNotKnowThemIsToldByTheDoctor() {
        new StrangeWorker(directory, broker, false).isToldByTheDoctor();
    }

    @Test
    void aNameThatIsTakenIsToldAtTheNodeAndByTheDoctor() {
        fleet.third().awaitOutput("the name tasuki@first is another worker's", 1);
        assertThat(named("tasuki@first")).isEqualTo(Finding.State.WARN);
        assertThat(named("tasuki@nobody")).isEqualTo(Finding.State.OK);
    }

    private static Finding.State named(String name) {
        AdapterUrl url = Adapters.CELERY.parse(broker, Map.of());
        CallMeans.Fleet asked = new CallMeans.Fleet(
                List.of("tasuki"),
                name,
                new CallMeans.Backend(Optional.empty(), false),
                "",
                new CallMeans.Habits(List.of(), false));
        return Adapters.CELERY.of(url).examine(url, asked).stream()
                .filter(finding -> finding.detail().contains(name))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
