package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health, metrics, and what is true of every answer. */
class OperationRoutesTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void readyNamesEveryPart() {
        Http.Answer ready = http.get("/health/ready");

        assertThat(http.get("/health/live").status()).isEqualTo(200);
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("components").fieldNames())
                .toIterable()
                .containsExactly("server", "broker", "results", "store");
    }

    @Test
    void aPartThatIsAwayMakesItNotReady() {
        try (LiveServer broken = new LiveServer()) {
            broken.storeGone();

            Http.Answer ready = broken.http.get("/health/ready");
            Http.Answer page = broken.http.get("/");

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().path("status").asText()).isEqualTo("DOWN");
            assertThat(ready.json().at("/components/store/detail").asText()).isEqualTo("the <disk> is gone");
            assertThat(broken.http.get("/health/live").status()).isEqualTo(200);
            assertThat(page.text()).contains("the &lt;disk&gt; is gone").contains("DOWN");
        }
    }

    @Test
    void metricsCountTasksTrainingsPredictionsAndRequests() {
        String model = http.trained();
        http.post("/predict", Http.predict(model, Http.INPUT));
        http.get("/tasks/unknown-one");
        // A training or a prediction is counted after its answer.
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(http.get("/metrics").text())
                        .containsPattern("tasuki_predictions_answered_total [1-9]")
                        .containsPattern("tasuki_trainings_completed_total [1-9]"));

        Http.Answer answer = http.get("/metrics");

        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.text())
                .contains("http_server_requests_seconds_count{method=\"POST\",status=\"200\",uri=\"/predict\"}")
                .contains("http_server_requests_seconds_count{method=\"GET\",status=\"404\",uri=\"/tasks/{id}\"}")
                .doesNotContain("unknown-one")
                .containsPattern("tasuki_predict_round_trip_seconds_count [1-9]")
                .containsPattern("tasuki_predict_round_trip_seconds_bucket\\{le=\"\\+Inf\"} [1-9]")
                .contains("tasuki_tasks{state=\"TASK_COMPLETED\"}")
                .contains("tasuki_queue_ready_messages{queue=\"queue.model.train\"} 0.0")
                .contains("tasuki_queue_consumers{queue=\"queue.model.predict\"}")
                .contains("tasuki_component_ready{component=\"store\"} 1.0")
                .contains("tasuki_build{version=\"1.2.3-test\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void anUnknownRouteIsAProblem() {
        Http.Answer answer = http.get("/nothing/here");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo("route_not_found");
        assertThat(answer.words()).contains("/nothing/here").contains("/docs");
    }

    @Test
    void aWrongMethodIsAProblemThatNamesTheRightOnes() {
        Http.Answer answer = http.delete("/train");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("method_not_allowed");
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.words()).contains("POST");
    }

    @Test
    void optionsNamesTheMethods() {
        Http.Answer answer = http.send(http.request("/train").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void noOtherSiteIsGivenLeave() {
        Http.Answer preflight = http.send(http.request("/train")
                .header("Origin", "http://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        Http.Answer read = http.get("/tasks", "Origin", "http://elsewhere.example");

        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(read.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(read.status()).isEqualTo(403);
        assertThat(read.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(read.code()).isEqualTo("cross_site");
        assertThat(read.text()).contains("'http://elsewhere.example'", "--public-url");
        assertThat(http.get("/tasks", "Origin", http.origin().toString()).status())
                .isEqualTo(200);
    }

    @Test
    void anotherSitesPageMayNotChangeAnything() {
        Http.Answer answer = http.post("/train", Http.TRAIN, "Sec-Fetch-Site", "cross-site");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("cross_site");
        assertThat(http.get("/tasks", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(200);
        assertThat(http.post("/train", Http.TRAIN, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        Http.Answer answer = http.send(http.request("/tasks").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "text/html", "application/xml", "image/png"})
    void whateverIsAcceptedJsonIsAnswered(String accept) {
        Http.Answer answer = http.get("/datasets", "Accept", accept);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anEncodingNobodyKnowsIsAProblem() {
        Http.Answer answer = http.post("/train", Http.TRAIN, "Content-Encoding", "br");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_encoding");
        assertThat(answer.words()).contains("'br'").contains("gzip");
    }

    @Test
    void everyAnswerHasARequestIdAndNoBanner() {
        Http.Answer own = http.get("/tasks", "X-Request-Id", "mine-42");
        Http.Answer other = http.get("/tasks");

        assertThat(own.header("X-Request-Id")).matches("[0-9a-z-]+").isNotEqualTo("mine-42");
        assertThat(other.header("X-Request-Id")).isNotEqualTo(own.header("X-Request-Id"));
        assertThat(own.header("Server")).isEmpty();
        assertThat(own.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(own.header("Content-Security-Policy")).contains("default-src 'none'");
        Http.Answer absent = http.get("/nope", "X-Request-Id", "mine-43");
        assertThat(absent.json().path("request_id").asText()).isEqualTo(absent.header("X-Request-Id"));
    }

    @Test
    void aBrokenRequestLineIsAProblem() {
        String answer = http.raw("GET /tasks/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json")
                .doesNotContain("Exception");
    }

    @Test
    void theStartPageIsHtmlForWhoTakesAnythingAndJsonForPrograms() {
        Http.Answer page = http.get("/", "Accept", "*/*");
        JsonNode json = http.get("/", "Accept", "application/json").json();

        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.text())
                .contains("curl -X POST " + http.origin() + "/train")
                .contains("curl -X POST " + http.origin() + "/predict")
                .contains("1.2.3-test")
                .contains("href=\"/docs\"", "href=\"/redoc\"", "href=\"/datasets\"", "href=\"/models\"")
                .contains("href=\"/tasks\"", "href=\"/metrics\"")
                .doesNotContain("http://www", "https://");
        assertThat(json.path("version").asText()).isEqualTo("1.2.3-test");
        assertThat(json.at("/links/docs").asText()).isEqualTo(http.origin() + "/docs");
    }

    @Test
    void aStrangeHostHeaderIsNotRepeated() {
        String answer = http.raw("GET / HTTP/1.1\r\nHost: x\"><script>alert(1)</script>\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("<script>alert");
    }
}
