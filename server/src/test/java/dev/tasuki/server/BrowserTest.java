package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API's pages in a real browser that can reach no other host; the console has a walk of its own (ConsoleIT).
 * Without Chromium these tests are skipped, or fail if TASUKI_REQUIRE_BACKENDS is true.
 */
class BrowserTest {
    private static final Pattern URL = Pattern.compile("\"url\":\"((?:https?|wss?)://[^\"]+)\"");

    private static LiveServer live;
    private static Path chromium;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        chromium = browser();
        live = new LiveServer();
    }

    @AfterAll
    static void stop() {
        if (live != null) {
            live.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"/docs, opblock-summary", "/redoc, operation-type"})
    void everyOperationIsDrawnAndNoRequestLeavesTheHost(String path, String mark) throws Exception {
        Page page = open(path);

        assertThat(page.dom()).contains(mark);
        for (String route : List.of("/train", "/predict", "/tasks/{id}/retry", "/models/{id}", "/datasets/{id}")) {
            assertThat(visible(page.dom())).as(path).contains(route);
        }
        assertThat(page.hosts()).containsExactly("127.0.0.1");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void aPictureIsTakenOfEachPageInLightAndDark() throws Exception {
        for (String name : List.of("docs", "redoc")) {
            for (String scheme : List.of("light", "dark")) {
                Path picture = Path.of("target", "pictures", name + "-" + scheme + ".png");
                Files.createDirectories(picture.getParent());
                Files.deleteIfExists(picture);
                run(
                        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
                        "--window-size=1280,1400",
                        "--screenshot=" + picture.toAbsolutePath(),
                        live.http.origin() + "/" + name);
                assertThat(picture).isNotEmptyFile();
            }
        }
    }

    private record Page(String dom, Set<String> hosts, String console) {
        /** What the page did that its policy forbids. */
        List<String> complaints() {
            return console.lines()
                    .filter(line -> line.contains("CONSOLE"))
                    .filter(line -> line.contains("Security Policy") || line.contains("Uncaught"))
                    .toList();
        }
    }

    /** Text and tags without the parts that break words up for wrapping. */
    private static String visible(String dom) {
        return dom.replace("<wbr>", "").replace("\u200b", "").replaceAll("</?span[^>]*>", "");
    }

    private Page open(String path) throws IOException, InterruptedException {
        Path log = folder.resolve("net.json");
        Output output = run("--log-net-log=" + log, "--enable-logging=stderr", "--dump-dom", live.http.origin() + path);
        return new Page(output.text(), hosts(log), output.errors());
    }

    /** Every host that the page asked something of; what the browser asks for itself has no initiator. */
    private static Set<String> hosts(Path netLog) throws IOException {
        try (Stream<String> events = Files.lines(netLog)) {
            return events.filter(event -> event.contains("\"initiator\":\"http://127.0.0.1:"))
                    .flatMap(event -> URL.matcher(event).results())
                    .map(result ->
                            URI.create(result.group(1).split("[?#]", 2)[0]).getHost())
                    .collect(Collectors.toSet());
        }
    }

    private record Output(String text, String errors) {}

    private Output run(String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-features=OptimizationHints,MediaRouter",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=20000"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end: " + Files.readString(err));
        }
        return new Output(Files.readString(out), Files.readString(err));
    }

    private static Path browser() {
        for (String name : List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")) {
            if (Files.isExecutable(Path.of(name))) {
                return Path.of(name);
            }
        }
        if (Boolean.parseBoolean(System.getenv("TASUKI_REQUIRE_BACKENDS"))) {
            throw new AssertionError("no Chromium, and TASUKI_REQUIRE_BACKENDS is true: install chromium");
        }
        return abort("no Chromium: install chromium to run this");
    }
}
