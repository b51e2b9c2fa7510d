package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files as the server sends them. */
class ConsoleRoutesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LiveServer live;

    @BeforeAll
    static void start() {
        live = new LiveServer();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tasks", "tasks/1be2", "datasets/sales.2026/train", "models/a.b", "anything/at/all"})
    void everyAddressOfAViewIsThePage(String path) throws Exception {
        HttpResponse<String> page = get("/console/" + path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.body()).contains("<base href=\"/console/\">", "<script type=\"module\" src=\"app.js\">");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy).startsWith("default-src 'self';").doesNotContain("unsafe", "http:", "https:", "sha256");
    }

    @Test
    void aFileIsSentAgainOnlyIfItChanged() throws Exception {
        HttpResponse<String> first = get("/console/app.js");
        String etag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.headers().firstValue("Content-Type")).contains("text/javascript;charset=utf-8");
        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(get("/console/app.js", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(get("/console/app.js", "If-None-Match", "\"of-before\", W/" + etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/console/app.js", "If-None-Match", "\"of-before\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoTakesGzipGetsIt() throws Exception {
        for (String takes : List.of("gzip", "deflate, gzip;q=0.5, br")) {
            assertThat(get("/console/app.css", "Accept-Encoding", takes)
                            .headers()
                            .firstValue("Content-Encoding"))
                    .as(takes)
                    .contains("gzip");
        }
        for (String takes : List.of("identity", "gzip;q=0", "br")) {
            assertThat(get("/console/app.css", "Accept-Encoding", takes)
                            .headers()
                            .firstValue("Content-Encoding"))
                    .as(takes)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nope.js",
                "/console/pages/nope.js",
                "/console/app.class",
                "/console/pages/..%2fapp.js",
                "/console/vendor/%2e%2e/app.js",
                "/console//app.js"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyABrowserIsSentToTheConsole() throws Exception {
        HttpResponse<String> browser = get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(browser.headers().firstValue("Location")).contains("/console/");
        assertThat(browser.headers().firstValue("Vary")).contains("Accept");
        assertThat(get("/console").statusCode()).isEqualTo(301);
        assertThat(get("/", "Accept", "*/*").statusCode()).isEqualTo(200);
        assertThat(get("/", "Accept", "application/json").body()).contains("/console/");
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(live.http.origin() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
