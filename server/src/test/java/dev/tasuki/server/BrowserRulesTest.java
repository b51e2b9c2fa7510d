package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests of browsers, and of programs, say of themselves, and what becomes of them. */
class BrowserRulesTest {
    private static LiveServer live;
    private static HttpServer behindProxy;

    @BeforeAll
    static void start() throws CannotListen {
        live = new LiveServer();
        behindProxy = HttpServer.start(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        HttpSettings.Limits.STANDARD,
                        Duration.ZERO,
                        "1",
                        List.of(URI.create("https://ml.example.org"), URI.create("http://tasuki:8080/ml"))),
                live.useCases());
    }

    @AfterAll
    static void stop() {
        behindProxy.close();
        live.close();
    }

    /** Headers are parted by |, and PORT is ours. 404 is the route's own answer: nothing kept it off. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                // Host: rebinding, and the ways to name this machine.
                "GET; Host: localhost:PORT; 200",
                "GET; Host: LocalHost:PORT; 200",
                "GET; Host: 127.0.0.1:PORT; 200",
                "GET; Host: 127.8.9.10:PORT; 200",
                "GET; Host: [::1]:PORT; 200",
                "GET; Host: [0:0:0:0:0:0:0:1]:PORT; 200",
                "GET; Host: evil.example:PORT; 421",
                "GET; Host: evil.example; 421",
                "GET; Host: localhost.evil.example:PORT; 421",
                "GET; Host: 127.0.0.1.evil.example:PORT; 421",
                "GET; Host: localhost:1; 421",
                "GET; Host: localhost; 421",
                "GET; Host: 127.1:PORT; 421",
                "GET; Host: 2130706433:PORT; 421",
                "GET; Host: 0177.0.0.1:PORT; 421",
                "GET; Host: 0.0.0.0:PORT; 421",
                "GET; Host: 192.168.1.1:PORT; 421",
                "GET; Host: [fe80::1]:PORT; 421",
                "GET; Host: [::1; 421",
                "GET; Host: localhost:PORTx; 421",
                "GET; Host: localhost@evil.example:PORT; 421",
                // Origin: a request from a page of another origin is refused, even to read.
                "DELETE; Host: localhost:PORT; 404",
                "DELETE; Host: localhost:PORT|Origin: http://localhost:PORT; 404",
                "DELETE; Host: 127.0.0.1:PORT|Origin: HTTP://127.0.0.1:PORT; 404",
                "DELETE; Host: localhost:PORT|Origin: http://localhost:1; 403",
                "DELETE; Host: localhost:PORT|Origin: https://localhost:PORT; 403",
                "DELETE; Host: localhost:PORT|Origin: http://evil.example:PORT; 403",
                "DELETE; Host: evil.example:PORT|Origin: http://evil.example:PORT|Sec-Fetch-Site: same-origin; 421",
                "DELETE; Host: localhost:PORT|Origin: null; 403",
                "DELETE; Host: localhost:PORT|Origin: http://localhost:PORT/; 403",
                "DELETE; Host: localhost:PORT|Origin: http://localhost:PORT|Origin: http://evil.example; 403",
                "GET; Host: localhost:PORT|Origin: http://evil.example; 403",
                "OPTIONS; Host: localhost:PORT|Origin: http://evil.example|Access-Control-Request-Method: PUT; 403",
                // Sec-Fetch-Site: another port of this machine is another program.
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: same-origin; 404",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: Same-Origin; 404",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: none; 404",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: same-site; 403",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: cross-site; 403",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: CROSS-SITE; 403",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: new-word; 403",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: none|Sec-Fetch-Site: none; 403",
                "DELETE; Host: localhost:PORT|Sec-Fetch-Site: same-origin, none; 403",
                "GET; Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate; 200",
                // Referer: all that a browser without the two above says.
                "DELETE; Host: localhost:PORT|Referer: http://localhost:PORT/docs; 404",
                "DELETE; Host: localhost:PORT|Referer: http://evil.example/; 403",
                "DELETE; Host: localhost:PORT|Referer: http://localhost:1/; 403",
                "GET; Host: localhost:PORT|Referer: http://evil.example/; 200"
            })
    void whatARequestSaysDecides(String method, String headers, int status) {
        assertThat(status(live.http, method, headers)).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; Host: ml.example.org; 200",
                "GET; Host: ml.example.org:443; 200",
                "GET; Host: ml.example.org:PORT; 200",
                "GET; Host: ml.example.org:1; 421",
                "GET; Host: tasuki:8080; 200",
                "GET; Host: tasuki; 200",
                "GET; Host: example.org; 421",
                "GET; Host: localhost:PORT; 200",
                "DELETE; Host: ml.example.org|Origin: https://ml.example.org; 404",
                "DELETE; Host: localhost:PORT|Origin: https://ml.example.org; 404",
                "DELETE; Host: ml.example.org|Origin: https://ML.example.org|Sec-Fetch-Site: same-origin; 404",
                "DELETE; Host: tasuki:8080|Origin: http://tasuki:8080|Referer: http://tasuki:8080/ml/docs; 404",
                "DELETE; Host: ml.example.org|Origin: http://ml.example.org; 403",
                "DELETE; Host: ml.example.org|Origin: https://ml.example.org:8443; 403",
                "DELETE; Host: ml.example.org|Origin: https://example.org; 403"
            })
    void theNamesThatItsOperatorGaveCountToo(String method, String headers, int status) {
        assertThat(status(new Http(local(behindProxy)), method, headers)).isEqualTo(status);
    }

    @Test
    void whatIsRefusedSaysWhyAndTheHostIsNotRepeated() {
        String misdirected = live.http.raw(request("GET", "Host: evil.example", "/"));
        String crossSite = live.http.raw(request(
                "DELETE", "Host: " + live.http.origin().getAuthority() + "|Sec-Fetch-Site: cross-site", "/models/x"));

        assertThat(misdirected)
                .contains("\"code\":\"misdirected\"", "--public-url", "Cross-Origin-Resource-Policy: same-origin")
                .doesNotContain("evil.example");
        assertThat(crossSite).contains("\"code\":\"cross_site\"").doesNotContain("Access-Control-Allow");
    }

    @Test
    void linksAndCommandsUseTheFirstNameThatItsOperatorGave() {
        String page = new Http(local(behindProxy)).raw(request("GET", "Host: tasuki:8080", "/"));

        assertThat(page).contains("curl -X POST https://ml.example.org/train").doesNotContain("tasuki:8080");
        assertThat(behindProxy.url()).hasToString("https://ml.example.org");
    }

    @Test
    void everyAnswerKeepsBrowsersFromHarm() {
        for (String path : List.of("/", "/docs", "/tasks", "/metrics", "/nope", "/assets/start.css", "/favicon.ico")) {
            String answer =
                    live.http.raw(request("GET", "Host: " + live.http.origin().getAuthority(), path));
            assertThat(answer)
                    .as(path)
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("Cross-Origin-Resource-Policy: same-origin")
                    .contains("Referrer-Policy: no-referrer")
                    .contains("Content-Security-Policy: ");
        }
        String page = live.http.raw(request("GET", "Host: " + live.http.origin().getAuthority(), "/docs"));
        assertThat(page)
                .contains("Cross-Origin-Opener-Policy: same-origin", "camera=()")
                .doesNotContain("unsafe-inline");
    }

    private static URI local(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private static int status(Http http, String method, String headers) {
        String answer = http.raw(request(
                method, headers.replace("PORT", Integer.toString(http.origin().getPort())), path(method)));
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    private static String path(String method) {
        return method.equals("GET") ? "/datasets" : "/models/nobody";
    }

    private static String request(String method, String headers, String path) {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1"));
        lines.addAll(List.of(headers.split("\\|")));
        lines.add("Connection: close");
        return String.join("\r\n", lines) + "\r\n\r\n";
    }
}
