package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.task.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request lines and headers are read, and what others are told. */
class RequestHeadTest {
    private static final String LIVE = "GET /health/live HTTP/1.1\r\n";
    private static final String HOST = "Host: localhost\r\n";

    private static LiveServer live;

    @BeforeAll
    static void start() {
        live = new LiveServer();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    /** With the port by which the server knows itself. */
    private static String toUs(String request) {
        return request.replaceAll("(?i)localhost", "$0:" + live.http.origin().getPort());
    }

    private static Wired.Answer answer(String request) {
        try (Wired client = new Wired(live.http.origin())) {
            return client.say(toUs(request)).hear();
        }
    }

    /** What is told, and that nothing else is read on that connection. */
    private static void refused(String request, int status, String code) {
        try (Wired client = new Wired(live.http.origin())) {
            client.say(toUs(request + LIVE + HOST + "\r\n"));
            Wired.Answer answer = client.hear();

            assertThat(answer.status()).as(request).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().path("status").asInt()).isEqualTo(status);
            assertThat(answer.json().path("detail").asText()).isNotEmpty();
            assertThat(answer.last()).isTrue();
            assertThat(client.closed()).isTrue();
        }
    }

    private static String ofBytes(int bytes) {
        String rest = LIVE + HOST + "X: \r\n\r\n";
        return LIVE + HOST + "X: " + "x".repeat(bytes - toUs(rest).length()) + "\r\n\r\n";
    }

    @Test
    @Tag("bound:request_head")
    void aHeadOfTheMostBytesIsRead() {
        assertThat(answer(ofBytes(Limits.REQUEST_HEAD.intValue())).status()).isEqualTo(200);
    }

    @Test
    @Tag("bound:request_head")
    void oneByteMoreIsTooLarge() {
        refused(ofBytes(Limits.REQUEST_HEAD.intValue() + 1), 431, "headers_too_large");
    }

    @Test
    @Tag("bound:request_head")
    void aLineAloneThatIsLongerIsTooLong() {
        String line = "GET /health/live? HTTP/1.1\r\n";
        String full = line.replace("?", "?" + "x".repeat(Limits.REQUEST_HEAD.intValue() - line.length()));
        assertThat(full).hasSize(Limits.REQUEST_HEAD.intValue());

        refused(full + HOST + "\r\n", 431, "headers_too_large");
        refused(full.replace("?", "?x") + HOST + "\r\n", 414, "uri_too_long");
    }

    @Test
    @Tag("bound:request_headers")
    void aHundredHeadersAreRead() {
        assertThat(answer(LIVE + HOST + "A: b\r\n".repeat(Limits.REQUEST_HEADERS.intValue() - 1) + "\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Tag("bound:request_headers")
    void oneHeaderMoreIsTooMany() {
        refused(LIVE + HOST + "A: b\r\n".repeat(Limits.REQUEST_HEADERS.intValue()) + "\r\n", 431, "headers_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIVE + "\r\n",
                LIVE + HOST + HOST + "\r\n",
                LIVE + HOST + "A: b\r\n c\r\n\r\n",
                LIVE + HOST + "A: b\r\n\tc\r\n\r\n",
                LIVE + " folded\r\n" + HOST + "\r\n",
                "GET /health/live HTTP/1.1\nHost: localhost\n\n",
                LIVE + "Host: localhost\n\r\n",
                LIVE + HOST + "A : b\r\n\r\n",
                LIVE + HOST + "A\r\n\r\n",
                LIVE + HOST + "A: b\0\r\n\r\n",
                "GET  /health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "GET\t/health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /health/live HTTP/1.1 \r\n" + HOST + "\r\n",
                "GET /health/live\r\n" + HOST + "\r\n",
                "GET health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET * HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://evil.example/health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http:///health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "G@T /health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "\u0016\u0003\u0001\u0000\u00a5\u0001\r\n\r\n",
                "GET /health/live HTTPS/1.1\r\n" + HOST + "\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 5, 5\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: +5\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: -5\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 0x5\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\n",
                "POST /train HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /train HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
            })
    void whatTwoProgramsCouldReadDifferentlyIsNotRead(String request) {
        refused(request, 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xchunked",
                "chunked, chunked",
                "chunked, identity",
                "identity",
                "gzip, chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "chunked\r\nTransfer-Encoding: chunked",
            })
    void anyTransferEncodingButChunkedOnceIsNotKnown(String encoding) {
        refused(
                "POST /train HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n",
                501,
                "not_implemented");
    }

    @ParameterizedTest
    @CsvSource({"get", "Get", "GET1", "CONNECT", "ABCDEFGHIJKLMNOPQRSTU"})
    void methodsThatAreNotKnownAreNotImplemented(String method) {
        refused(method + " /health/live HTTP/1.1\r\n" + HOST + "\r\n", 501, "not_implemented");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0"})
    void otherVersionsAreNotSpoken(String version) {
        refused("GET /health/live " + version + "\r\n" + HOST + "\r\n", 505, "version_not_supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIVE + HOST + "\r\n",
                "\r\n" + LIVE + HOST + "\r\n",
                "GET /health/live HTTP/1.0\r\n\r\n",
                "GET /health/live HTTP/1.0\r\n" + HOST + "\r\n",
                "GET http://localhost/health/live HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://LOCALHOST/health/live HTTP/1.1\r\n" + HOST + "\r\n",
                LIVE + "host:localhost\r\nA:\r\n\r\n",
            })
    void whatIsRightIsRead(String request) {
        assertThat(answer(request).status()).isEqualTo(200);
    }

    @Test
    void aHeadThatComesByteByByteIsReadAsOneThatComesAtOnce() {
        try (Wired client = new Wired(live.http.origin())) {
            for (char letter : toUs(LIVE + HOST + "A: b\r\n\r\n").toCharArray()) {
                client.say(String.valueOf(letter));
            }
            assertThat(client.hear().status()).isEqualTo(200);
            assertThat(client.say(toUs(LIVE + HOST + "\r\n")).hear().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "-1\r\n", "fffffffff\r\n", "2\r\nabc\r\n", "2\nab\r\n", " 2;\0\r\nab\r\n"})
    void aChunkThatCannotBeReadEndsTheConnection(String chunk) {
        refused("POST /train HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunk, 400, "bad_request");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (Wired client = new Wired(live.http.origin())) {
            int count = 2_000;
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < count; i++) {
                all.append("GET /tasks/t" + i + " HTTP/1.1\r\n" + HOST + "\r\n");
            }
            Thread.startVirtualThread(() -> client.say(toUs(all.toString())));
            for (int i = 0; i < count; i++) {
                assertThat(client.hear().json().path("instance").asText()).isEqualTo("/tasks/t" + i);
            }
        }
    }

    @Test
    void madeUpMethodsMakeNoNewSeries() {
        for (int i = 0; i < 5; i++) {
            answer("FOO" + (char) ('A' + i) + " /nope HTTP/1.1\r\n" + HOST + "\r\n");
        }
        String metrics = live.http.get("/metrics").text();

        assertThat(metrics).contains("method=\"OTHER\"").doesNotContain("FOO");
    }
}
