package dev.tasuki.adapters.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.adapters.amqp.RabbitSettings;
import dev.tasuki.adapters.rabbitmq.RabbitTopology.State;
import dev.tasuki.contracts.Eventually;
import dev.tasuki.contracts.NoThreadLeft;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.port.ReplyQueue;
import dev.tasuki.core.port.Settlement;
import dev.tasuki.testservers.FreePorts;
import dev.tasuki.testservers.RabbitServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Brokers set up from files: ours under deploy/, the published one, and one with TLS. */
@ExtendWith(NoThreadLeft.class)
final class RabbitDeploymentTest {
    private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeAll
    static void required() {
        RabbitServers.requireInstalled();
    }

    @Test
    void ourDefinitionsAndConfigurationAreTakenAndAreAsWanted() throws Exception {
        try (RabbitServer server = RabbitServer.start(ourConfiguration())) {
            assertThat(server.control("list_users")).as("nobody may log in yet").doesNotContain("tasuki", "guest");
            RabbitSettings settings = user(server, "tasuki", "first", "both");
            assertThat(new RabbitTopology(settings).compare())
                    .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(State.AS_WANTED));
            trainAndPredict(settings);
            assertThat(server.control("list_policies")).contains("tasuki-predict", "tasuki-train", "tasuki-dead");
            // The server gives a new queue its policy a moment later.
            Eventually.holds(() -> assertThat(server.control("list_queues", "name", "policy")
                            .lines()
                            .filter(line -> line.contains("queue.")))
                    .as("every queue has a policy")
                    .hasSize(4)
                    .allMatch(line -> line.contains("tasuki-")));
            assertThat(server.control("list_exchanges")).contains("tasuki.events");

            RabbitSettings changed = user(server, "tasuki", "second", "both");
            trainAndPredict(changed);
            assertThatThrownBy(() -> new RabbitTopology(settings).compare()).hasMessageContaining("password refused");
        }
    }

    @Test
    void aProducerAndAConsumerNeedNarrowRightsOnly() throws Exception {
        try (RabbitServer server = RabbitServer.start(ourConfiguration())) {
            run(server, shown("RABBITMQ_USER=").replace('…', 'p'));
            RabbitSettings producer = settings(server, "producer", "p");
            RabbitSettings consumer = settings(server, "consumer", "p");
            trainAndPredict(producer, consumer);
            waitAndDiscard(producer, consumer);
            try (RabbitBroker broker = new RabbitBroker(producer, InstantSource.system());
                    var ignored = broker.subscribe("queue.model.train", 1, delivery -> Settlement.ACCEPT)) {
                assertThat(broker.status().connected()).isFalse();
                assertThat(broker.status().detail()).contains("queue.model.train", "ACCESS_REFUSED");
            }
        }
    }

    private static void waitAndDiscard(RabbitSettings producing, RabbitSettings consuming) {
        try (RabbitBroker producer = new RabbitBroker(producing, InstantSource.system());
                RabbitBroker consumer = new RabbitBroker(consuming, InstantSource.system());
                var trainings = consumer.subscribe(
                        "queue.model.train",
                        1,
                        delivery -> delivery.count() == 1
                                ? new Settlement.Requeue(Duration.ofMillis(10))
                                : new Settlement.Discard("seen twice"))) {
            assertThat(producer.events()).isNotNull();
            producer.publish(Message.durable("queue.model.train", "{}".getBytes(UTF_8), "w"));
            Eventually.holds(() -> assertThat(producer.deadLetters().ids("queue.model.train", 10))
                    .hasSize(1));
            trainings.stop();
        }
    }

    private static RabbitSettings user(RabbitServer server, String name, String password, String role)
            throws Exception {
        server.script(
                DEPLOY.resolve("rabbitmq-user.sh"),
                Map.of("RABBITMQ_USER", name, "RABBITMQ_PASSWORD", password, "RABBITMQ_ROLE", role));
        return settings(server, name, password);
    }

    private static RabbitSettings settings(RabbitServer server, String name, String password) {
        return RabbitSettings.parse("amqp://" + name + ":" + password + "@127.0.0.1:" + server.port());
    }

    /** The commands of the page on RabbitMQ that begin so. */
    private static String shown(String begins) throws Exception {
        String page = Files.readString(DEPLOY.resolveSibling("docs/rabbitmq.md"));
        int fence = page.indexOf("```sh\n" + begins);
        assertThat(fence).as("commands that begin with " + begins).isNotNegative();
        return page.substring(page.indexOf('\n', fence) + 1, page.indexOf("\n```\n", fence) + 1);
    }

    private void run(RabbitServer server, String commands) throws Exception {
        String control = "rabbitmqctl() { $RABBITMQCTL --quiet \"$@\"; }\n";
        Path script = folder.resolve("shown.sh");
        Files.writeString(script, "set -eu\ncd '" + DEPLOY.getParent() + "'\n" + control + commands);
        server.script(script, Map.of());
    }

    /** Name, queues and bounds of each, as the server or the file of ours has them. */
    private static List<JsonNode> policies(JsonNode told) throws Exception {
        List<JsonNode> policies = new ArrayList<>();
        for (JsonNode policy : told) {
            JsonNode definition = policy.get("definition");
            ObjectNode plain = JSON.createObjectNode();
            for (String field : List.of("vhost", "name", "pattern", "apply-to", "priority")) {
                plain.set(field, policy.get(field));
            }
            plain.set("definition", definition.isTextual() ? JSON.readTree(definition.asText()) : definition);
            policies.add(plain);
        }
        return policies;
    }

    @Test
    void thePublishedDefinitionsWorkAsTheyAreAndTakeTheBoundsOfThePage() throws Exception {
        Path definitions = folder.resolve("definitions.json");
        try (InputStream published = RabbitDeploymentTest.class.getResourceAsStream("definitions-3.9.json")) {
            Files.copy(published, definitions);
        }
        try (RabbitServer server = RabbitServer.start("load_definitions = " + definitions)) {
            RabbitSettings settings = RabbitSettings.parse(server.url());
            run(server, shown("rabbitmqctl set_policy"));
            assertThat(policies(JSON.readTree(server.control("list_policies", "--formatter", "json"))))
                    .as("queues that were there before have the bounds of ours")
                    .containsExactlyInAnyOrderElementsOf(policies(
                            JSON.readTree(DEPLOY.resolve("definitions.json").toFile())
                                    .get("policies")));
            trainAndPredict(settings);
            assertThat(new RabbitTopology(settings).compare())
                    .filteredOn(finding -> finding.name().equals("queue.model.train"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.state()).isEqualTo(State.DIFFERENT));
        }
    }

    @Test
    void messagesGoOverTlsToAServerThatProvesItself() throws Exception {
        KeyStore store = keyPair(folder);
        Path certificate = certificate(folder, store, "broker");
        int port = FreePorts.one();
        try (RabbitServer server = RabbitServer.start(
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.certfile = " + certificate,
                "ssl_options.keyfile = " + key(folder, store, "broker", "PRIVATE KEY"),
                "ssl_options.verify = verify_none")) {
            assertThat(server.url()).isNotBlank();
            trainAndPredict(RabbitSettings.parse("amqps://127.0.0.1:" + port + "?cacertfile=" + certificate));
            try (RabbitBroker distrusting =
                    new RabbitBroker(RabbitSettings.parse("amqps://127.0.0.1:" + port), InstantSource.system())) {
                assertThat(distrusting.status().connected()).isFalse();
                assertThat(distrusting.status().detail()).contains("no TLS connection");
            }
        }
    }

    @Test
    void aClientProvesItselfToAServerThatAsks() throws Exception {
        keyPair(folder);
        KeyStore store = keyPair(folder, "client", "-signer", "broker");
        Path authority = certificate(folder, store, "broker");
        Path certificate = certificate(folder, store, "client");
        int port = FreePorts.one();
        try (RabbitServer server = RabbitServer.start(
                "listeners.ssl.1 = 127.0.0.1:" + port,
                "ssl_options.cacertfile = " + authority,
                "ssl_options.certfile = " + authority,
                "ssl_options.keyfile = " + key(folder, store, "broker", "PRIVATE KEY"),
                "ssl_options.verify = verify_peer",
                "ssl_options.fail_if_no_peer_cert = true")) {
            assertThat(server.url()).isNotBlank();
            String url = "amqps://127.0.0.1:" + port + "?cacertfile=" + authority;
            Path key = key(folder, store, "client", "PRIVATE KEY");
            trainAndPredict(RabbitSettings.parse(url + "&certfile=" + certificate + "&keyfile=" + key));
            try (RabbitBroker nobody = new RabbitBroker(RabbitSettings.parse(url), InstantSource.system())) {
                assertThat(nobody.status().connected()).isFalse();
            }
        }
        Path wrong = key(folder, store, "client", "RSA PRIVATE KEY");
        assertThatThrownBy(() -> RabbitSettings.parse("amqps://h?certfile=" + certificate + "&keyfile=" + wrong))
                .hasMessageContainingAll("keyfile '", "openssl pkcs8 -topk8 -nocrypt");
    }

    private static void trainAndPredict(RabbitSettings settings) throws Exception {
        trainAndPredict(settings, settings);
    }

    private static void trainAndPredict(RabbitSettings producing, RabbitSettings consuming) throws Exception {
        BlockingQueue<String> trained = new LinkedBlockingQueue<>();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        try (RabbitBroker producer = new RabbitBroker(producing, InstantSource.system());
                RabbitBroker consumer = new RabbitBroker(consuming, InstantSource.system());
                ReplyQueue replies = producer.openReplyQueue(reply -> answers.add(reply.correlationId()));
                var trainings = consumer.subscribe("queue.model.train", 1, delivery -> {
                    trained.add(delivery.message().correlationId());
                    return Settlement.ACCEPT;
                });
                var predictions = consumer.subscribe("queue.model.predict", 1, delivery -> {
                    consumer.publish(
                            Message.reply(delivery.message(), delivery.message().body()));
                    return Settlement.ACCEPT;
                })) {
            byte[] body = "{}".getBytes(UTF_8);
            producer.publish(Message.durable("queue.model.train", body, "t"));
            producer.publish(Message.request(
                    "queue.model.predict",
                    body,
                    "p",
                    replies.name(),
                    Instant.now().plusSeconds(60)));
            assertThat(trained.poll(2, TimeUnit.MINUTES)).isEqualTo("t");
            assertThat(answers.poll(2, TimeUnit.MINUTES)).isEqualTo("p");
        }
    }

    /** The file as it is, except for the paths and the port that belong to another machine. */
    private static String[] ourConfiguration() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(DEPLOY.resolve("rabbitmq.conf"))) {
            if (line.startsWith("load_definitions")) {
                lines.add("load_definitions = " + DEPLOY.resolve("definitions.json"));
            } else if (line.startsWith("disk_free_limit")) {
                lines.add("disk_free_limit.absolute = 50MB");
            } else if (!line.startsWith("listeners.tcp")) {
                lines.add(line);
            }
        }
        return lines.toArray(String[]::new);
    }

    /** The broker's own key, whose certificate may sign others. */
    private static KeyStore keyPair(Path folder) throws Exception {
        return keyPair(folder, "broker", "-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "bc=ca:true");
    }

    private static KeyStore keyPair(Path folder, String alias, String... further) throws Exception {
        Path file = folder.resolve("keys.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + alias,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit"));
        command.addAll(List.of(further));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.onExit().join().exitValue()).as(output).isZero();
        return KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    }

    private static Path certificate(Path folder, KeyStore store, String alias) throws Exception {
        return pem(
                folder.resolve(alias + ".pem"),
                "CERTIFICATE",
                store.getCertificate(alias).getEncoded());
    }

    private static Path key(Path folder, KeyStore store, String alias, String kind) throws Exception {
        Key key = store.getKey(alias, "changeit".toCharArray());
        return pem(folder.resolve(alias + "-" + kind.charAt(0) + "-key.pem"), kind, key.getEncoded());
    }

    private static Path pem(Path file, String what, byte[] der) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }
}
