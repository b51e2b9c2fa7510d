package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.system.Attacker.Answer;
import dev.tasuki.app.system.Attacks.Attack;
import dev.tasuki.app.system.Program.Place;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server with a heap of 256 MB under every attack in turn: it lives, and after each it still answers
 * a client. Each prints a line: what was sent, what it did once, what the server says now.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AttacksIT {
    @TempDir
    static Path directory;

    private Program server;
    private Attacker attacker;
    private Http client;
    private String model;

    @BeforeAll
    void start() {
        server = Program.serving(new Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xmx256m")), "serve");
        attacker = new Attacker(server.url());
        client = new Http(server.url());
        model = client.train(Http.TRAIN);
        client.ended(model);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> theServerLivesAndGoesOnAnswering() {
        return new Attacks(model)
                .all().stream()
                        .map(attack -> DynamicTest.dynamicTest(attack.name(), () -> {
                            try (Pulse pulse = new Pulse(new Attacker(server.url()))) {
                                Answer answer = attack.send().apply(attacker);
                                System.out.printf(
                                        "attack: %s | %s | before: %s | now: %s, %,d bytes; health within %d ms%n",
                                        attack.name(),
                                        attack.request(),
                                        attack.before(),
                                        answer.shown(),
                                        answer.bytes(),
                                        pulse.worstMillis());
                                assertThat(answer.status()).as(answer.text()).isIn(attack.allowed());
                                assertThat(answer.bytes()).isLessThan(1 << 20);
                            }
                            lives(attack);
                        }));
    }

    private void lives(Attack attack) {
        assertThat(server.alive()).as(attack.name() + ": " + server.err()).isTrue();
        assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(client.predict(model).body()).contains("208.6445780005619");
    }

    /** Asks for the server's health all the time, and remembers the longest wait for it. */
    private static final class Pulse implements AutoCloseable {
        private final AtomicBoolean ends = new AtomicBoolean();
        private final AtomicLong worst = new AtomicLong();
        private final Thread asking;

        Pulse(Attacker attacker) {
            asking = Thread.ofPlatform().daemon().start(() -> {
                while (!ends.get()) {
                    long began = System.nanoTime();
                    attacker.ask("GET /health/live", new byte[0]);
                    worst.accumulateAndGet((System.nanoTime() - began) / 1_000_000, Math::max);
                }
            });
        }

        long worstMillis() {
            return worst.get();
        }

        @Override
        public void close() throws InterruptedException {
            ends.set(true);
            asking.join();
        }
    }
}
