package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import dev.tasuki.server.edge.EdgeBounds;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections there may be, what they may send, and how long they may take. */
class ConnectionBoundsTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String LIVE = "GET /health/live HTTP/1.1\r\n" + HOST + "\r\n";
    private static final int UNWANTED = Limits.BODY_NOT_WANTED.intValue();

    private static LiveServer with(EdgeBounds bounds) {
        return new LiveServer(LiveServer.Bounds.ROOMY.edge(bounds));
    }

    private static LiveServer with(EdgeBounds.Connections connections) {
        return with(EdgeBounds.STANDARD.with(connections));
    }

    /** Times of which one is short and the others are not. */
    private static EdgeBounds.Times longTimes() {
        EdgeBounds.Pace pace = new EdgeBounds.Pace(1_000, Duration.ofMinutes(10));
        return new EdgeBounds.Times(Duration.ofMinutes(10), Duration.ofMinutes(10), pace, pace);
    }

    @Test
    @Tag("bound:connections")
    @Tag("bound:connections_per_address")
    @Tag("bound:head_time")
    @Tag("bound:idle_connection")
    @Tag("bound:body_rate")
    @Tag("bound:answer_rate")
    @Tag("bound:requests_per_connection")
    @Tag("bound:body_not_wanted")
    @Tag("bound:answers_per_connection")
    void theStandardBoundsAreThoseOfTheList() {
        EdgeBounds standard = HttpSettings.local(0, "1").edge();

        assertThat(standard.connections().all()).isEqualTo(Limits.CONNECTIONS.value());
        assertThat(standard.connections().perAddress()).isEqualTo(Limits.CONNECTIONS_PER_ADDRESS.value());
        assertThat(standard.requests().head()).isEqualTo(Limits.REQUEST_HEAD.value());
        assertThat(standard.requests().headers()).isEqualTo(Limits.REQUEST_HEADERS.value());
        assertThat(standard.requests().unwantedBody()).isEqualTo(Limits.BODY_NOT_WANTED.value());
        assertThat(standard.requests().perConnection()).isEqualTo(Limits.REQUESTS_PER_CONNECTION.value());
        assertThat(standard.answers().perConnection()).isEqualTo(Limits.ANSWERS_PER_CONNECTION.value());
        assertThat(standard.answers().inFlight()).isLessThanOrEqualTo(Limits.ANSWERS_IN_FLIGHT.value());
        assertThat(standard.times().head().toSeconds()).isEqualTo(Limits.HEAD_TIME.value());
        assertThat(standard.times().idle().toSeconds()).isEqualTo(Limits.IDLE_CONNECTION.value());
        assertThat(standard.times().body().bytesPerSecond()).isEqualTo(Limits.BODY_RATE.value());
        assertThat(standard.times().answer().bytesPerSecond()).isEqualTo(Limits.ANSWER_RATE.value());
    }

    @Test
    @Tag("bound:connections")
    void asManyConnectionsAsMayBeAreServedAndOneMoreIsClosedAndCounted() {
        try (LiveServer live = with(new EdgeBounds.Connections(3, 200, 1));
                Wired first = new Wired(live.http.origin());
                Wired second = new Wired(live.http.origin(), "127.0.0.2");
                Wired third = new Wired(live.http.origin(), "127.0.0.3")) {
            assertThat(first.say(LIVE).hear().status()).isEqualTo(200);
            assertThat(second.say(LIVE).hear().status()).isEqualTo(200);
            assertThat(third.say(LIVE).hear().status()).isEqualTo(200);
            try (Wired fourth = new Wired(live.http.origin(), "127.0.0.4")) {
                assertThat(fourth.closed()).isTrue();
            }

            assertThat(third.say(metrics()).hear().body())
                    .contains("tasuki_connections_refused_total 1.0")
                    .contains("tasuki_connections_open 3.0");
        }
    }

    @Test
    @Tag("bound:connections_per_address")
    void oneAddressTakesNoConnectionFromOthers() {
        try (LiveServer live = with(new EdgeBounds.Connections(10, 2, 1));
                Wired first = new Wired(live.http.origin(), "127.0.0.2");
                Wired second = new Wired(live.http.origin(), "127.0.0.2")) {
            assertThat(first.say(LIVE).hear().status()).isEqualTo(200);
            assertThat(second.say(LIVE).hear().status()).isEqualTo(200);
            try (Wired third = new Wired(live.http.origin(), "127.0.0.2");
                    Wired other = new Wired(live.http.origin(), "127.0.0.3")) {
                assertThat(third.closed()).isTrue();
                assertThat(other.say(LIVE).hear().status()).isEqualTo(200);
            }
        }
    }

    @Test
    @Tag("bound:connections")
    void aConnectionThatIsGoneMakesRoom() {
        try (LiveServer live = with(new EdgeBounds.Connections(1, 1, 1))) {
            for (int i = 0; i < 5; i++) {
                Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> {
                    try (Wired client = new Wired(live.http.origin())) {
                        return client.trySay(LIVE.getBytes()) && !client.closed();
                    }
                });
            }
        }
    }

    private static String metrics() {
        return "GET /metrics HTTP/1.1\r\n" + HOST + "\r\n";
    }

    @Test
    @Tag("bound:requests_per_connection")
    void theLastRequestOfAConnectionSaysSo() {
        EdgeBounds.Requests most = new EdgeBounds.Requests(16 << 10, 100, UNWANTED, 1 << 20, 3);
        try (LiveServer live = with(EdgeBounds.STANDARD.with(most));
                Wired client = new Wired(live.http.origin())) {
            assertThat(client.say(LIVE).hear().last()).isFalse();
            assertThat(client.say(LIVE).hear().last()).isFalse();
            assertThat(client.say(LIVE + LIVE).hear().last()).isTrue();
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /health/live HTTP/1.1\r\n", "GET /health/live HTTP/1.1\r\nHost: localhost\r\n"})
    @Tag("bound:head_time")
    void aHeadThatIsNotFinishedIsGivenUp(String begun) {
        EdgeBounds.Times times = longTimes();
        EdgeBounds.Times brief =
                new EdgeBounds.Times(Duration.ofMillis(200), times.idle(), times.body(), times.answer());
        try (LiveServer live = with(EdgeBounds.STANDARD.with(brief));
                Wired client = new Wired(live.http.origin());
                Wired silent = new Wired(live.http.origin())) {
            Wired.Answer answer = client.say(begun).hear();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(answer.last()).isTrue();
            assertThat(client.closed()).isTrue();
            assertThat(silent.say(LIVE).hear().status())
                    .as("one that has not begun is idle")
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("bound:idle_connection")
    void anIdleConnectionIsClosed() {
        EdgeBounds.Times times = longTimes();
        EdgeBounds.Times brief =
                new EdgeBounds.Times(times.head(), Duration.ofMillis(200), times.body(), times.answer());
        try (LiveServer live = with(EdgeBounds.STANDARD.with(brief));
                Wired fresh = new Wired(live.http.origin());
                Wired used = new Wired(live.http.origin())) {
            assertThat(used.say(LIVE).hear().status()).isEqualTo(200);
            assertThat(used.closed()).isTrue();
            assertThat(fresh.closed()).isTrue();
        }
    }

    @Test
    @Tag("bound:idle_connection")
    void whoWaitsForAnAnswerIsNotIdle() {
        EdgeBounds.Times times = longTimes();
        EdgeBounds.Times brief =
                new EdgeBounds.Times(times.head(), Duration.ofMillis(100), times.body(), times.answer());
        try (LiveServer live = with(EdgeBounds.STANDARD.with(brief))) {
            String id = live.http.accepted(Http.TRAIN);
            try (Wired client = new Wired(live.http.origin())) {
                client.say("GET /tasks/" + id + "?wait=1 HTTP/1.1\r\n" + HOST + "\r\n");

                assertThat(client.hear().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /train", "POST /predict", "PUT /datasets/slow"})
    @Tag("bound:body_rate")
    void aBodyThatStallsIsGivenUpHoweverFastItWas(String route) {
        try (LiveServer live = with(EdgeBounds.STANDARD.with(briefBody()));
                Wired client = new Wired(live.http.origin())) {
            client.say(route + " HTTP/1.1\r\n" + HOST + "Content-Length: 300001\r\n\r\n");
            Wired.Answer answer = client.say("a\n".repeat(150_000)).hear();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(answer.last()).isTrue();
            assertThat(client.closed()).isTrue();
        }
    }

    /** A window of 300 ms in which 300 bytes must come. */
    private static EdgeBounds.Times briefBody() {
        EdgeBounds.Times times = longTimes();
        EdgeBounds.Pace pace = new EdgeBounds.Pace(1_000, Duration.ofMillis(300));
        return new EdgeBounds.Times(times.head(), times.idle(), pace, times.answer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/live",
                "HEAD /health/live",
                "GET /models",
                "GET /assets/favicon.svg",
                "DELETE /datasets/x",
                "OPTIONS /train",
                "POST /nope",
                "PUT /nope",
                "PROPFIND /models"
            })
    @Tag("bound:body_not_wanted")
    void aBodyThatNobodyReadsIsDroppedUpToTheBoundAndRefusedBeyond(String route) {
        try (LiveServer live = new LiveServer()) {
            for (boolean chunked : new boolean[] {false, true}) {
                try (Wired client = new Wired(live.http.origin())) {
                    client.say(withBody(route, UNWANTED, chunked));
                    Wired.Answer answer = route.startsWith("HEAD") ? client.hearHead() : client.hear();

                    assertThat(answer.status()).isNotEqualTo(413).isLessThan(500);
                    // The framework closes after an answer without a length, as that to HEAD is.
                    assertThat(route.startsWith("HEAD")
                                    || client.say(LIVE).hear().status() == 200)
                            .isTrue();
                }
                try (Wired client = new Wired(live.http.origin())) {
                    client.say(withBody(route, UNWANTED + 1, chunked));
                    Wired.Answer answer = route.startsWith("HEAD") ? client.hearHead() : client.hear();

                    assertThat(answer.status()).isEqualTo(413);
                    assertThat(answer.last()).isTrue();
                    assertThat(client.closed()).isTrue();
                }
            }
        }
    }

    private static String withBody(String route, int bytes, boolean chunked) {
        String body = "x".repeat(bytes);
        return route + " HTTP/1.1\r\n" + HOST
                + (chunked
                        ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(bytes) + "\r\n" + body
                                + "\r\n0\r\n\r\n"
                        : "Content-Length: " + bytes + "\r\n\r\n" + body);
    }

    @Test
    @Tag("bound:body_not_wanted")
    void whatFollowsAnEarlyAnswerIsNotReadForEver() {
        EdgeBounds.Requests most = new EdgeBounds.Requests(16 << 10, 100, UNWANTED, 1 << 20, 100);
        try (LiveServer live = new LiveServer(
                        LiveServer.Bounds.ROOMY.limits(1 << 10, 1 << 30).edge(EdgeBounds.STANDARD.with(most)));
                Wired client = new Wired(live.http.origin())) {
            client.say("POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 1000000000\r\n\r\n");
            assertThat(client.hear().status()).isEqualTo(413);

            byte[] piece = new byte[1 << 16];
            long sent = 0;
            while (sent < 1L << 30 && client.trySay(piece)) {
                sent += piece.length;
            }
            assertThat(sent).isLessThan(1L << 28);
        }
    }

    @Test
    void whatFollowsAnEarlyAnswerIsDroppedIfItIsLittle() {
        try (LiveServer live = new LiveServer(LiveServer.Bounds.ROOMY.limits(1 << 10, 1 << 30));
                Wired client = new Wired(live.http.origin())) {
            client.say("POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 2000000\r\n\r\n");
            assertThat(client.hear().status()).isEqualTo(413);

            assertThat(client.say("x".repeat(2_000_000) + LIVE).hear().status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("bound:answers_in_flight")
    void anAnswerForWhichThereIsNoRoomIsRefusedAndTheConnectionGoesOn() {
        int size = bytesOfDocument();
        for (int room : new int[] {size, size - 1}) {
            EdgeBounds bounds =
                    EdgeBounds.STANDARD.with(new EdgeBounds.Answers(room, Limits.ANSWERS_PER_CONNECTION.intValue()));
            try (LiveServer live = with(bounds);
                    Wired client = new Wired(live.http.origin())) {
                Wired.Answer answer = client.say("GET /openapi.json HTTP/1.1\r\n" + HOST + "\r\n")
                        .hear();
                assertThat(answer.status()).isEqualTo(room == size ? 200 : 503);
                if (room < size) {
                    assertThat(answer.code()).isEqualTo("too_busy");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                }
                assertThat(client.say(LIVE).hear().status()).isEqualTo(200);
            }
        }
    }

    private static int bytesOfDocument() {
        try (LiveServer live = new LiveServer()) {
            return live.http.get("/openapi.json").response().body().length;
        }
    }

    @Test
    @Tag("bound:answer_rate")
    void whoDoesNotReadItsAnswersIsCutOffAndGivesBackTheirRoom() {
        EdgeBounds.Times times = longTimes();
        EdgeBounds.Times brief = new EdgeBounds.Times(
                times.head(), times.idle(), times.body(), new EdgeBounds.Pace(1_000, Duration.ofMillis(500)));
        try (LiveServer live = with(EdgeBounds.STANDARD.with(brief))) {
            String request = "GET /openapi.json HTTP/1.1\r\n" + HOST + "\r\n";
            try (Wired client = new Wired(live.http.origin())) {
                byte[] many = request.repeat(100).getBytes();
                Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> !client.trySay(many));
            }
            assertThat(live.http.get("/health/live").status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("bound:answers_per_connection")
    void theNextRequestIsNotReadWhileTooMuchWaitsToBeWritten() {
        try (LiveServer live = new LiveServer();
                Wired client = new Wired(live.http.origin())) {
            String request = "GET /openapi.json HTTP/1.1\r\n" + HOST + "\r\n";
            int many = 500;
            Thread.startVirtualThread(() -> client.say(request.repeat(many)));
            // More than the machine's own buffers hold; the server must not have answered all of them.
            Wired.Answer first = client.hear();
            String noted = live.http.get("/metrics").text();
            int answered = (int) Double.parseDouble(noted.lines()
                    .filter(line ->
                            line.startsWith("http_server_requests_seconds_count") && line.contains("/openapi.json"))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .findFirst()
                    .orElse("0"));

            assertThat(first.status()).isEqualTo(200);
            assertThat(answered).isLessThan(many);
            for (int i = 1; i < many; i++) {
                assertThat(client.hear().status()).isEqualTo(200);
            }
        }
    }
}
