package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import dev.tasuki.server.edge.EdgeBounds;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered while the server is about to stop, and how many may wait until then. */
class DrainingTest {
    private static final String HOST = "Host: localhost\r\n";

    @Test
    void newWorkIsRefusedWhileWhatIsUnderWayIsFinished() throws InterruptedException {
        try (LiveServer live = new LiveServer();
                Wired slow = new Wired(live.http.origin());
                Wired open = new Wired(live.http.origin())) {
            slow.say("PUT /datasets/slow HTTP/1.1\r\n" + HOST + "Content-Length: 8\r\nExpect: 100-continue\r\n\r\n");
            assertThat(slow.hear().status()).as("it is under way").isEqualTo(100);
            slow.say("a,b\n");
            Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> {
                live.server().drain();
                return live.http.post("/train", Http.TRAIN).status() == 503;
            });
            Thread quiet = Thread.ofVirtual().start(live.server()::awaitQuiet);

            Wired.Answer refused = open.say("POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}")
                    .hear();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("shutting_down");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.last()).isTrue();
            assertThat(open.closed()).isTrue();
            Http.Answer ready = live.http.get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.header("Retry-After")).isEqualTo("5");
            assertThat(live.http.get("/health/live").status()).isEqualTo(200);

            assertThat(slow.say("1,2\n").hear().status()).isEqualTo(201);
            quiet.join();
        }
    }

    @Test
    @Tag("bound:waiters")
    void asManyWaitForTasksAsMayAndOneMoreIsRefused() {
        EdgeBounds.Connections two = new EdgeBounds.Connections(100, 100, 2);
        try (LiveServer live = new LiveServer(LiveServer.Bounds.ROOMY.edge(EdgeBounds.STANDARD.with(two)))) {
            String id = live.http.accepted(Http.TRAIN);
            String path = "/tasks/" + id + "?wait=60";
            var first = live.http.sendLater(live.http.request(path).GET());
            var second = live.http.sendLater(live.http.request(path).GET());
            Awaitility.await()
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> live.http.get("/tasks/" + id + "?wait=1").status() == 429);

            assertThat(live.http.get("/tasks/" + id + "?wait=0").status()).isEqualTo(200);
            assertThat(live.http.get("/tasks/" + id).status()).isEqualTo(200);
            live.server().drain();
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(second.join().status()).isEqualTo(200);
            assertThat(EdgeBounds.STANDARD.connections().waiters()).isEqualTo(Limits.WAITERS.value());
        }
    }

    @Test
    @Tag("bound:wait_seconds")
    void oneWaitsAMinuteAtMost() {
        try (LiveServer live = new LiveServer().consuming()) {
            String id = live.http.trained();

            assertThat(live.http
                            .get("/tasks/" + id + "?wait=" + Limits.WAIT_SECONDS.value())
                            .status())
                    .isEqualTo(200);
            assertThat(live.http
                            .get("/tasks/" + id + "?wait=" + (Limits.WAIT_SECONDS.value() + 1))
                            .status())
                    .isEqualTo(422);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "TRACE", "PROPFIND", "PATCH"})
    void filesAreOnlyRead(String method) {
        try (LiveServer live = new LiveServer();
                Wired client = new Wired(live.http.origin())) {
            Wired.Answer answer = client.say(
                            method + " /assets/favicon.svg HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n")
                    .hear();

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }
}
