package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.core.port.Message;
import dev.tasuki.core.task.Unavailable;
import dev.tasuki.testservers.FreePorts;
import dev.tasuki.testservers.RedisServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers over TLS, with certificates of their own. */
class RedisTlsTest {
    private static final String PASSWORD = "secret";

    @TempDir
    Path directory;

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    /** A certificate that vouches for itself, and its key. */
    private record Identity(Path certificate, Path key) {}

    private Identity identity(String names) throws Exception {
        return identity("server", names);
    }

    private Identity identity(String whose, String names) throws Exception {
        Path store = directory.resolve(whose + "-store");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .as(said)
                .isTrue();
        KeyStore read = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            read.load(in, PASSWORD.toCharArray());
        }
        return new Identity(
                pem(whose, "CERTIFICATE", read.getCertificate("redis").getEncoded()),
                pem(
                        whose,
                        "PRIVATE KEY",
                        read.getKey("redis", PASSWORD.toCharArray()).getEncoded()));
    }

    private Path pem(String whose, String what, byte[] bytes) throws Exception {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Path file = directory.resolve(whose + "-" + what.replace(' ', '-') + ".pem");
        return Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, lines, what));
    }

    private static RedisServer server(Identity identity, int port) throws Exception {
        return server(identity, port, identity.certificate(), "no");
    }

    /** @param clients whose certificates it trusts, and whether it asks for one */
    private static RedisServer server(Identity identity, int port, Path clients, String asks) throws Exception {
        return RedisServer.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                identity.certificate().toString(),
                "--tls-key-file",
                identity.key().toString(),
                "--tls-ca-cert-file",
                clients.toString(),
                "--tls-auth-clients",
                asks);
    }

    private static RedisBroker broker(String url) {
        return new RedisBroker(RedisSettings.parse(url), InstantSource.system(), gone -> {});
    }

    @Test
    void aServerWithACertificateOfOurAuthorityIsUsed() throws Exception {
        Identity identity = identity("dns:localhost,ip:127.0.0.1");
        int port = FreePorts.one();
        try (RedisServer server = server(identity, port)) {
            for (String host : new String[] {"localhost", "127.0.0.1"}) {
                String url = "rediss://" + host + ":" + port + "?cacertfile=" + identity.certificate();
                try (RedisBroker broker = broker(url);
                        RedisRows rows = RedisRows.open(RedisSettings.parse(url))) {
                    broker.publish(Message.durable("queue.tls", new byte[] {1}, "m"));
                    assertThat(broker.status().connected()).as(host).isTrue();
                    assertThat(new RedisTaskStore(rows).counts()).isNotNull();
                }
            }
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsRefusedUnlessAnyoneWillDo() throws Exception {
        Identity identity = identity("dns:localhost,ip:127.0.0.1");
        int port = FreePorts.one();
        try (RedisServer server = server(identity, port);
                RedisBroker careful = broker("rediss://localhost:" + port);
                RedisBroker trusting = broker("rediss://localhost:" + port + "?verify=verify_none")) {
            assertThat(refusal(careful))
                    .isEqualTo(
                            "no Redis at localhost:" + port + ": no TLS connection: its certificate is of no authority"
                                    + " that is trusted; name that with cacertfile");
            assertThatCode(trusting::checkServer).doesNotThrowAnyException();
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedUnlessAnyoneWillDo() throws Exception {
        Identity identity = identity("dns:elsewhere.example");
        int port = FreePorts.one();
        String url = "rediss://localhost:" + port + "?cacertfile=" + identity.certificate();
        try (RedisServer server = server(identity, port);
                RedisBroker careful = broker(url);
                RedisBroker trusting = broker(url + "&verify=verify_none")) {
            assertThat(refusal(careful))
                    .isEqualTo("no Redis at localhost:" + port
                            + ": no TLS connection: its certificate is of another host");
            assertThatCode(trusting::checkServer).doesNotThrowAnyException();
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsThatOfTheUrl() throws Exception {
        Identity identity = identity("dns:localhost,ip:127.0.0.1");
        Identity client = identity("client", "dns:client");
        Identity stranger = identity("stranger", "dns:client");
        int port = FreePorts.one();
        String url = "rediss://localhost:" + port + "?cacertfile=" + identity.certificate();
        try (RedisServer server = server(identity, port, client.certificate(), "yes");
                RedisBroker known = broker(url + files(client));
                RedisBroker unknown = broker(url + files(stranger));
                RedisBroker nobody = broker(url);
                RedisRows rows = RedisRows.open(RedisSettings.parse(url + files(client)))) {
            known.publish(Message.durable("queue.tls", new byte[] {1}, "m"));
            assertThat(known.status().connected()).isTrue();
            assertThat(new RedisTaskStore(rows).counts()).isNotNull();
            // A server that ends the connection may be gone before its reason is read.
            assertThat(refusal(nobody))
                    .startsWith("no Redis at localhost:" + port + ": ")
                    .matches(".*: (no TLS connection: it asks for a certificate of this side; give certfile and"
                            + " keyfile|the connection failed)");
            assertThat(refusal(unknown))
                    .startsWith("no Redis at localhost:" + port + ": ")
                    .matches(".*: (no TLS connection: it does not trust the certificate in certfile"
                            + "|the connection failed)");
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void theFilesAreReadWithTheUrlAndNotForEachConnection() throws Exception {
        Identity identity = identity("dns:localhost,ip:127.0.0.1");
        Identity client = identity("client", "dns:client");
        int port = FreePorts.one();
        String url = "rediss://localhost:" + port + "?cacertfile=" + identity.certificate() + files(client);
        try (RedisServer server = server(identity, port, client.certificate(), "yes")) {
            RedisSettings settings = RedisSettings.parse(url);
            Files.delete(client.certificate());
            Files.writeString(client.key(), "half of a ke");
            try (RedisBroker broker = new RedisBroker(settings, InstantSource.system(), gone -> {})) {
                broker.publish(Message.durable("queue.tls", new byte[] {1}, "m"));
                assertThat(broker.status().connected()).isTrue();
            }
            assertThatThrownBy(() -> RedisSettings.parse(url))
                    .hasMessageContaining("certfile '" + client.certificate() + "' cannot be read: give a PEM file");
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aKeyThatIsNoneOrAnothersIsNamedBeforeAnythingIsConnected() throws Exception {
        Identity client = identity("client", "dns:client");
        Path text = Files.writeString(directory.resolve("text"), "no key");
        assertThatThrownBy(
                        () -> RedisSettings.parse("rediss://h?certfile=" + client.certificate() + "&keyfile=" + text))
                .hasMessageContaining("keyfile '" + text + "' holds no plain PKCS#8 key")
                .hasMessageContaining("convert it with openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> RedisSettings.parse("rediss://h?certfile=" + text + "&keyfile=" + client.key()))
                .hasMessageContaining("certfile '" + text + "' holds no certificates in PEM form");
        Identity other = identity("other", "dns:other");
        assertThatThrownBy(() ->
                        RedisSettings.parse("rediss://h?certfile=" + client.certificate() + "&keyfile=" + other.key()))
                .hasMessageContaining("keyfile '" + other.key() + "' holds no key for the certificate in certfile");
    }

    private static String files(Identity identity) {
        return "&certfile=" + identity.certificate() + "&keyfile=" + identity.key();
    }

    private static String refusal(RedisBroker broker) {
        return catchThrowableOfType(Unavailable.class, broker::checkServer).detail();
    }
}
