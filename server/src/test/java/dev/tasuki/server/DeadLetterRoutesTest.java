package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterRoutesTest {
    private static final String TRAIN = "queue.model.train";
    private static final String PREDICT = "queue.model.predict";

    private LiveServer live;
    private Http http;

    @BeforeEach
    void start() {
        live = new LiveServer();
        http = live.http;
        live.letters.add(TRAIN, "1", "no JSON");
        live.letters.add(TRAIN, "2", "[]");
        live.letters.add(PREDICT, "3", "{}");
    }

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void theyAreListedWithTheirReasons() {
        JsonNode all = http.get("/dead-letters").json().path("dead_letters");

        assertThat(all).hasSize(3);
        assertThat(all.get(0).path("id").asText()).isEqualTo("1");
        assertThat(all.get(0).path("queue").asText()).isEqualTo(TRAIN);
        assertThat(all.get(0).path("reason").asText()).isEqualTo("body is no JSON");
        assertThat(all.get(0).path("body").asText()).isEqualTo("no JSON");
        assertThat(all.get(0).path("correlation_id").asText()).isEqualTo("c-1");
        assertThat(http.get("/dead-letters?queue=" + PREDICT).json().path("dead_letters"))
                .hasSize(1);
        assertThat(http.get("/dead-letters?limit=2").json().path("dead_letters"))
                .hasSize(2);
    }

    @Test
    void oneIsTriedAgainAsItWasOrMended() {
        assertThat(http.post("/dead-letters/" + TRAIN + "/2/retry", "").status())
                .isEqualTo(202);
        assertThat(http.post("/dead-letters/" + TRAIN + "/1/retry", "{\"mended\":true}")
                        .json()
                        .path("retried")
                        .asInt())
                .isEqualTo(1);

        assertThat(live.letters.retried).containsExactly("[]", "{\"mended\":true}");
    }

    @Test
    void allOfAQueueAreTriedAgainAtARate() {
        assertThat(http.post("/dead-letters/" + TRAIN + "/retry?rate=1000", "")
                        .json()
                        .path("retried")
                        .asInt())
                .isEqualTo(2);

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(live.letters.retried).containsExactly("no JSON", "[]"));
        assertThat(http.get("/dead-letters").json().path("dead_letters")).hasSize(1);
    }

    @Test
    void oneIsRemoved() {
        assertThat(http.delete("/dead-letters/" + TRAIN + "/1").status()).isEqualTo(204);

        Http.Answer again = http.delete("/dead-letters/" + TRAIN + "/1");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.json().path("code").asText()).isEqualTo("dead_letter_not_found");
        assertThat(again.json().path("detail").asText()).contains("\"1\"", TRAIN);
        assertThat(http.post("/dead-letters/" + TRAIN + "/1/retry", "").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.model.train.dead", "..%2F..%2Fetc", "x"})
    void anotherQueueHasNone(String queue) {
        Http.Answer answer = http.post("/dead-letters/" + queue + "/retry", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).contains(TRAIN, PREDICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "fast"})
    void aRateThatIsNoneIsRefused(String rate) {
        assertThat(http.post("/dead-letters/" + TRAIN + "/retry?rate=" + rate, "")
                        .status())
                .isEqualTo(422);
        assertThat(live.letters.retried).isEmpty();
    }
}
