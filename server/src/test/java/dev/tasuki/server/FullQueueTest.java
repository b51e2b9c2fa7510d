package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told while as many trainings wait as may. */
final class FullQueueTest {
    private final LiveServer full = new LiveServer(LiveServer.Bounds.ROOMY.backlog(2));

    @BeforeEach
    void fill() {
        full.http.accepted(Http.TRAIN);
        full.http.accepted(Http.TRAIN);
    }

    @AfterEach
    void close() {
        full.close();
    }

    @Test
    void oneMoreIsRefusedWithWhenToTryAgain() {
        refused(full.http.post("/train", Http.TRAIN));
    }

    @Test
    void theBodyIsNotReadForThat() {
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> {
            // The former has the queue counted if it is time to, the latter goes by that count.
            refused(full.http.post("/train", Http.TRAIN));
            return full.http.post("/train", "{").status() == 429;
        });
    }

    @Test
    void whoRepeatsAnAcceptedRequestIsAnswered() {
        try (LiveServer roomy = new LiveServer(LiveServer.Bounds.ROOMY.backlog(1))) {
            String first = roomy.http
                    .post("/train", Http.TRAIN, "Idempotency-Key", "order-7")
                    .header("Location");
            refused(roomy.http.post("/train", Http.TRAIN));

            Http.Answer again = roomy.http.post("/train", Http.TRAIN, "Idempotency-Key", "order-7");

            assertThat(again.status()).isEqualTo(200);
            assertThat(again.header("Location")).isEqualTo(first);
            refused(roomy.http.post("/train", Http.TRAIN, "Idempotency-Key", "another"));
        }
    }

    @Test
    void othersAreAnsweredAsEver() {
        assertThat(full.http.get("/tasks").status()).isEqualTo(200);
        assertThat(full.http.get("/train").status()).isEqualTo(405);
    }

    private static void refused(Http.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("too_busy");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }
}
