package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartStopTest {
    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                LiveServer live = new LiveServer()) {
            HttpSettings settings = HttpSettings.local(taken.getLocalPort(), "1");

            assertThatThrownBy(() -> HttpServer.start(settings, live.useCases()))
                    .isInstanceOfSatisfying(
                            CannotListen.class, e -> assertThat(e.inUse()).isTrue())
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use; stop the program that listens there or choose another port");
        }
    }

    @Test
    void anAddressThatIsNotOursIsOneClearSentence() {
        try (LiveServer live = new LiveServer()) {
            HttpSettings settings = new HttpSettings("192.0.2.1", 0, HttpSettings.Limits.STANDARD, Duration.ZERO, "1");

            assertThatThrownBy(() -> HttpServer.start(settings, live.useCases()))
                    .isInstanceOf(CannotListen.class)
                    .hasMessageContaining("the address is not one of this machine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void warmedUpItHasAnsweredAWatcherAlready(String host) throws CannotListen {
        AtomicInteger looks = new AtomicInteger();
        try (LiveServer live = new LiveServer()) {
            UseCases.Watch watch = live.useCases().watch();
            Readiness counted = () -> {
                looks.incrementAndGet();
                return watch.readiness().components();
            };
            HttpSettings settings = new HttpSettings(host, 0, HttpSettings.Limits.STANDARD, Duration.ZERO, "1");
            try (HttpServer server = HttpServer.startWatch(
                    settings,
                    new UseCases.Watch(counted, watch.brokers(), watch.telemetry()),
                    live.useCases().work().tasks())) {
                server.warmUp();

                assertThat(looks).hasPositiveValue();
            }
        }
    }

    @Test
    void drainingIsNotReadyButStillAnswers() {
        try (LiveServer live = new LiveServer()) {
            live.server().drain();

            assertThat(live.http.get("/health/ready").status()).isEqualTo(503);
            assertThat(live.http
                            .get("/health/ready")
                            .json()
                            .at("/components/server/status")
                            .asText())
                    .isEqualTo("DOWN");
            assertThat(live.http.get("/health/live").status()).isEqualTo(200);
            assertThat(live.http.get("/tasks").status()).isEqualTo(200);
        }
    }

    @Test
    void aStopFinishesWhatIsUnderWay() throws InterruptedException {
        try (LiveServer live = new LiveServer().predicting()) {
            String id = live.http.accepted(Http.TRAIN);
            var poll = live.http.sendLater(
                    live.http.request("/tasks/" + id + "?wait=60").GET());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> live.http.get("/metrics").status() == 200);

            Thread stop = Thread.ofVirtual().start(live.server()::stop);
            stop.join();

            assertThat(poll.join().json().path("state").asText()).isEqualTo("TASK_RECEIVED");
        }
    }

    @Test
    void aPredictionUnderWayIsAnsweredBeforeTheServerIsGone() throws InterruptedException {
        try (LiveServer live = new LiveServer()) {
            var prediction = live.http.sendLater(
                    live.http.request("/predict").POST(BodyPublishers.ofString(Http.predict("m", Http.INPUT))));
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> live.waiting() == 1);

            Thread stop = Thread.ofVirtual().start(live.server()::stop);
            live.predicting();
            stop.join();

            assertThat(prediction.join().code()).isEqualTo("model_not_found");
        }
    }

    @Test
    void startingAndStoppingAgainAndAgainLeavesNothing() {
        try (LiveServer live = new LiveServer()) {
            for (int i = 0; i < 5; i++) {
                try (HttpServer server = HttpServer.start(HttpSettings.local(0, "1"), live.useCases())) {
                    assertThat(new Http(server.url()).get("/health/live").status())
                            .isEqualTo(200);
                    server.stop();
                    server.stop();
                } catch (CannotListen e) {
                    throw new AssertionError(e);
                }
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains("nioEventLoop")));
    }
}
