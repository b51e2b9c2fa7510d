package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.system.Program.Place;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that was given a port for its health. */
class ConsumerHealthIT {
    private static final Pattern HEALTH =
            Pattern.compile("consumer works, .*; health at (http://\\S+)/health, metrics");

    @TempDir
    Path directory;

    @Test
    void itShowsItsHealthAndWhatItDid() {
        Place place = new Place(directory);
        try (Program producer = Program.serving(place, "producer");
                Program consumer = Program.start(place, "consumer", "--health-port", "0")) {
            Http health = new Http(consumer.awaitOutput(HEALTH).group(1));
            Http clients = new Http(producer.url());
            assertThat(clients.ended(clients.train(Http.TRAIN)).path("state").asText())
                    .isEqualTo("TASK_COMPLETED");

            HttpResponse<String> ready = health.get("/health");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            assertThat(Http.json(ready).path("components").fieldNames())
                    .toIterable()
                    .containsExactly("server", "broker", "results", "store", "disk");
            // Counted once the row is written, which clients may see before.
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(health.get("/metrics").body())
                            .contains(
                                    "tasuki_trainings_completed_total 1.0",
                                    "tasuki_tasks{state=\"TASK_COMPLETED\"} 1.0")
                            .contains("tasuki_queue_consumers{queue=\"queue.model.train\"} 1.0"));
            assertThat(clients.get("/metrics").body()).contains("tasuki_trainings_completed_total 0.0");
            assertThat(health.post("/train", Http.TRAIN).statusCode()).isEqualTo(404);

            consumer.terminate();
            assertThat(consumer.exit()).isEqualTo(143);
        }
    }

    @Test
    void itSaysThatItsBrokerIsAway() {
        try (Program consumer = Program.start(
                new Place(directory), "consumer", "--health-port", "0", "--broker", "amqp://127.0.0.1:1")) {
            Http health = new Http(consumer.awaitOutput(HEALTH).group(1));

            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                HttpResponse<String> away = health.get("/health/ready");
                assertThat(away.statusCode()).isEqualTo(503);
                JsonNode broker = Http.json(away).at("/components/broker");
                assertThat(broker.path("status").asText()).isEqualTo("DOWN");
                assertThat(broker.path("detail").asText()).contains("127.0.0.1:1", "connection refused");
            });
            assertThat(health.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(health.get("/metrics").body()).contains("tasuki_component_ready{component=\"broker\"} 0.0");
        }
    }

    @Test
    void aPortInUseIsSaid() {
        Place place = new Place(directory);
        try (Program first = Program.start(place, "consumer", "--health-port", "0")) {
            String url = first.awaitOutput(HEALTH).group(1);
            String port = url.substring(url.lastIndexOf(':') + 1);

            assertThat(Program.run(place, "consumer", "--health-port", port)
                            .expect(6)
                            .err())
                    .contains("cannot listen on 127.0.0.1:" + port + ": the port is in use", "(--health-port)");
        }
    }
}
