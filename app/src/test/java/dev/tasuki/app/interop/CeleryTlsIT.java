package dev.tasuki.app.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.adapter.AdapterUrl;
import dev.tasuki.app.adapter.Adapters;
import dev.tasuki.app.adapter.CallMeans;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.testservers.FreePorts;
import dev.tasuki.testservers.RabbitServer;
import dev.tasuki.testservers.RedisServer;
import dev.tasuki.testservers.ServerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs written with Celery alone and our server meet at a real RabbitMQ and a real Redis over TLS. */
final class CeleryTlsIT {
    /** A training, a prediction, a failure, a chain of both, commands. */
    private static final String CHECKS = "01,02,17,52,73";

    @TempDir
    static Path directory;

    private static ServerIdentity identity;
    private static int amqps;
    private static int rediss;
    private static RabbitServer rabbit;
    private static RedisServer redis;

    @BeforeAll
    static void start() throws Exception {
        identity = ServerIdentity.make(directory, "server", "dns:localhost");
        amqps = FreePorts.one();
        rabbit = RabbitServer.start(
                "listeners.ssl.1 = 127.0.0.1:" + amqps,
                "ssl_options.certfile = " + identity.certificate(),
                "ssl_options.keyfile = " + identity.key(),
                "ssl_options.verify = verify_none");
        rediss = FreePorts.one();
        redis = RedisServer.start(
                "--tls-port",
                Integer.toString(rediss),
                "--tls-cert-file",
                identity.certificate().toString(),
                "--tls-key-file",
                identity.key().toString(),
                "--tls-ca-cert-file",
                identity.certificate().toString(),
                "--tls-auth-clients",
                "no");
    }

    @AfterAll
    static void end() throws IOException {
        redis.close();
        rabbit.close();
    }

    private static Peer.Place place(String name) throws IOException {
        return new Peer.Place(Files.createDirectory(directory.resolve(name)), Map.of("TASUKI_JAVA_OPTS", "-Xmx512m"));
    }

    /** As Celery writes it. */
    private static String redisUrl(int database) {
        return "rediss://localhost:" + rediss + "/" + database + "?ssl_cert_reqs=CERT_REQUIRED&ssl_ca_certs="
                + identity.certificate();
    }

    private static Peer serve(Peer.Place place, String broker, String results) {
        return place.tasuki(
                "serve", "--port", "0", "--celery", broker, "--celery-results", results, "--celery-queues", "tasuki");
    }

    private static void check(Peer.Place place, Peer server, String broker, String backend) throws Exception {
        String url = server.awaitOutput("answers at (http://\\S+)", 1).group(1);
        try (Peer calls = place.python(
                "celery_tls.py",
                "--broker",
                broker,
                "--backend",
                backend,
                "--authority",
                identity.certificate().toString(),
                "--server",
                url,
                "--only",
                CHECKS)) {
            assertThat(calls.exit()).as(calls.output() + server.output()).isZero();
            assertThat(calls.output()).contains("all checks were made");
            List<String> lines =
                    calls.output().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines).hasSize(5);
            for (String line : lines) {
                JsonNode told = new ObjectMapper().readTree(line);
                assertThat(told.path("passed").asBoolean())
                        .as(line + server.output())
                        .isTrue();
            }
        }
    }

    /** By the server and with the program that the page shows. */
    @Test
    void callsOverRabbitAndResultsInRedis() throws Exception {
        Peer.Place place = place("rabbit");
        String broker = "amqps://guest:guest@localhost:" + amqps + "//";
        try (ShownPage page = ShownPage.of("docs/celery.md", CeleryTlsIT.class)) {
            List<String> shown =
                    page.takeAll().stream().map(CeleryTlsIT::atOurServers).toList();
            assertThat(shown).hasSize(2);
            List<String> words = new ArrayList<>(ShownPage.words(shown.get(1).replace("\\\n", " ")));
            assertThat(words.removeFirst()).isEqualTo("./tasuki");
            words.addAll(List.of("--port", "0"));
            try (Peer server = place.tasuki(words.toArray(String[]::new))) {
                check(place, server, broker, redisUrl(0));
                Path program = directory.resolve("client.py");
                Files.writeString(program, shown.get(0));
                try (Peer client = place.python(program.toString())) {
                    assertThat(client.exit()).as(client.output()).isZero();
                    assertThat(client.output()).contains("'rmse': ");
                }
            }
        }
    }

    private static String atOurServers(String text) {
        return text.replace("guest@localhost//", "guest@localhost:" + amqps + "//")
                .replace("localhost/0", "localhost:" + rediss + "/0")
                .replace("ca.pem", identity.certificate().toString());
    }

    @Test
    void everythingOverOneRedis() throws Exception {
        Peer.Place place = place("redis");
        try (Peer server = serve(place, redisUrl(1), "auto")) {
            check(place, server, redisUrl(1), redisUrl(1));
        }
    }

    @Test
    void whatIsWrongIsToldAtTheStart() throws Exception {
        Peer.Place place = place("wrong");
        String broker = "amqps://guest:guest@127.0.0.1:" + amqps + "//?cacertfile=" + identity.certificate();
        try (Peer server = serve(place, broker, "rediss://localhost:" + rediss)) {
            server.awaitOutput("answers at ", 1);
            server.awaitOutput(
                    "RabbitMQ at 127.0.0.1:" + amqps + " .*: no TLS connection: its certificate is of another host;"
                            + " name it in the URL as the certificate does",
                    1);
            server.awaitOutput(
                    "no Redis at localhost:" + rediss + ": no TLS connection: its certificate is of no authority"
                            + " that is trusted; name that with cacertfile",
                    1);
            assertThat(server.output()).as("in our words alone").doesNotContain("certificate_unknown", "ERROR");
        }
    }

    @Test
    void doctorNamesAForeignCertificateAnotherHostAndTheWrongPort() {
        String trusting = "?cacertfile=" + identity.certificate();
        String untrusted =
                "no TLS connection: its certificate is of no authority that is trusted; name that with cacertfile";
        String elsewhere =
                "no TLS connection: its certificate is of another host; name it in the URL as the certificate does";
        String none = "no TLS connection: the port speaks none; name the one that does, or begin the URL with amqp://";
        assertThat(failure("amqps://localhost:" + amqps + "//")).isEqualTo(rabbitAt("localhost", amqps) + untrusted);
        assertThat(failure("amqps://127.0.0.1:" + amqps + "//" + trusting))
                .isEqualTo(rabbitAt("127.0.0.1", amqps) + elsewhere);
        assertThat(failure("amqps://localhost:" + rabbit.port() + "//" + trusting))
                .isEqualTo(rabbitAt("localhost", rabbit.port()) + none);
        assertThat(failure("amqp://localhost:" + amqps + "//"))
                .startsWith(rabbitAt("localhost", amqps))
                .endsWith("; if the port speaks TLS, begin the URL with amqps://");
        assertThat(failure("rediss://localhost:" + rediss))
                .isEqualTo("no Redis at localhost:" + rediss + ": " + untrusted);
        assertThat(failure("rediss://127.0.0.1:" + rediss + trusting))
                .isEqualTo("no Redis at 127.0.0.1:" + rediss + ": " + elsewhere);
        assertThat(failure("rediss://localhost:" + redis.port() + trusting + "&command_timeout=500"))
                .endsWith(" name the one that does, or begin the URL with redis://");
        assertThat(failure("redis://localhost:" + rediss))
                .isEqualTo("no Redis at localhost:" + rediss
                        + ": the connection failed; if the port speaks TLS, begin the URL with rediss://");
    }

    private static String rabbitAt(String host, int port) {
        return "RabbitMQ at " + host + ":" + port + " (virtual host /) cannot be asked: ";
    }

    /** The only thing that doctor finds. */
    private static String failure(String broker) {
        CallMeans.Fleet fleet = new CallMeans.Fleet(
                List.of("tasuki"),
                "tasuki@here",
                new CallMeans.Backend(Optional.empty(), false),
                "",
                new CallMeans.Habits(List.of(), false));
        AdapterUrl url = Adapters.CELERY.parse(broker, Map.of());
        List<Finding> findings = Adapters.CELERY.of(url).examine(url, fleet);
        assertThat(findings).as(broker).hasSize(1);
        assertThat(findings.getFirst().state()).isEqualTo(Finding.State.FAIL);
        assertThat(findings.getFirst().remedy()).isEqualTo("check the setting --celery");
        return findings.getFirst().detail();
    }
}
