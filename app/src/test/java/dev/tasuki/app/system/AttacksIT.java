package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.system.Attacker.Answer;
import dev.tasuki.app.system.Attacks.Attack;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One server with a heap of 256 MB under every attack in turn: it lives, and after each it still answers
 * a client. Each prints a line: what was sent, what it did once, what the server says now.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Isolated("it looks at how soon health is answered")
class AttacksIT {
    @TempDir
    static Path directory;

    private Program server;
    private Attacker attacker;
    private HealthProbe health;
    private Http client;
    private String model;

    @BeforeAll
    void start() {
        server = Program.serving(new Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx256m")), "serve");
        attacker = new Attacker(server.url());
        client = new Http(server.url());
        model = client.train(Http.TRAIN);
        client.ended(model);
        health = new HealthProbe(server.url());
    }

    @AfterAll
    void stop() throws InterruptedException {
        health.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> theServerLivesAndGoesOnAnswering() {
        return new Attacks(model)
                .all().stream()
                        .map(attack -> DynamicTest.dynamicTest(attack.name(), () -> {
                            health.worstMillis();
                            Answer answer = attack.send().apply(attacker);
                            System.out.printf(
                                    "attack: %s | %s | before: %s | now: %s, %,d bytes; health within %d ms%n",
                                    attack.name(),
                                    attack.request(),
                                    attack.before(),
                                    answer.shown(),
                                    answer.bytes(),
                                    health.worstMillis());
                            assertThat(answer.status()).as(answer.text()).isIn(attack.allowed());
                            assertThat(answer.bytes()).isLessThan(1 << 20);
                            lives(attack);
                        }));
    }

    private void lives(Attack attack) {
        assertThat(server.alive()).as(attack.name() + ": " + server.err()).isTrue();
        assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(client.predict(model).body()).contains("208.6445780005619");
    }
}
