package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server that is there for operators alone, beside the one for clients. */
class WatchRoutesTest {
    private static final Pattern NAME = Pattern.compile("(?m)^# TYPE (\\S+) ");

    private LiveServer live;
    private HttpServer watch;
    private Http http;

    @BeforeEach
    void start() throws CannotListen {
        live = new LiveServer();
        HttpSettings settings =
                new HttpSettings("127.0.0.1", 0, HttpSettings.Limits.STANDARD, Duration.ofSeconds(20), "1.2.3-test");
        UseCases useCases = live.useCases();
        watch = HttpServer.startWatch(
                settings, useCases.watch(), useCases.work().tasks());
        http = new Http(watch.url());
    }

    @AfterEach
    void stop() {
        watch.close();
        live.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/ready"})
    void healthIsTheServersOwn(String path) {
        assertThat(http.get(path).status()).isEqualTo(200);
        assertThat(http.get(path).json()).isEqualTo(live.http.get(path).json());

        live.storeGone();

        // What was seen is believed for a second.
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .until(() ->
                        http.get(path).status() == 503 && live.http.get(path).status() == 503);
        assertThat(http.get(path).json()).isEqualTo(live.http.get(path).json());
        assertThat(http.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void whileItDrainsItIsAliveAndNotReady() {
        watch.drain();

        assertThat(http.get("/health").status()).isEqualTo(503);
        assertThat(http.get("/health").json().at("/components/server/detail").asText())
                .isEqualTo("is stopping");
        assertThat(http.get("/health/live").status()).isEqualTo(200);
        assertThat(http.get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void metricsHaveTheNamesOfTheServers() {
        live.http.get("/health");
        http.get("/health");

        Http.Answer answer = http.get("/metrics");

        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(names(answer))
                .isEqualTo(names(live.http.get("/metrics")))
                .contains("tasuki_trainings_completed_total", "tasuki_tasks", "tasuki_component_ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/openapi.json", "/assets/style.css", "/tasks", "/models", "/datasets"})
    void clientsFindNothing(String path) {
        assertThat(http.get(path).status()).isEqualTo(404);
        assertThat(http.get(path).code()).isEqualTo("route_not_found");
        assertThat(http.post("/train", Http.TRAIN).status()).isEqualTo(404);
        assertThat(http.post("/predict", Http.predict("m", Http.INPUT)).status())
                .isEqualTo(404);
    }

    /** Our own: the JVM's come and go with what it does meanwhile. */
    private static Set<String> names(Http.Answer metrics) {
        return NAME.matcher(metrics.text())
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.startsWith("tasuki_"))
                .collect(Collectors.toSet());
    }
}
