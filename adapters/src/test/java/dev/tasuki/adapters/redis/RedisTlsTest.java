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
import dev.tasuki.testservers.ServerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers over TLS, with certificates of their own. */
class RedisTlsTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void requireServer() {
        RedisServers.requireInstalled();
    }

    private ServerIdentity identity(String names) throws IOException {
        return identity("server", names);
    }

    private ServerIdentity identity(String whose, String names) throws IOException {
        return ServerIdentity.make(directory, whose, names);
    }

    private static RedisServer server(ServerIdentity identity, int port) throws Exception {
        return server(identity, port, identity.certificate(), "no");
    }

    /** @param clients whose certificates it trusts, and whether it asks for one */
    private static RedisServer server(ServerIdentity identity, int port, Path clients, String asks) throws Exception {
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
        ServerIdentity identity = identity("dns:localhost,ip:127.0.0.1");
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
        ServerIdentity identity = identity("dns:localhost,ip:127.0.0.1");
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
        ServerIdentity identity = identity("dns:elsewhere.example");
        int port = FreePorts.one();
        String url = "rediss://localhost:" + port + "?cacertfile=" + identity.certificate();
        try (RedisServer server = server(identity, port);
                RedisBroker careful = broker(url);
                RedisBroker trusting = broker(url + "&verify=verify_none")) {
            assertThat(refusal(careful))
                    .isEqualTo("no Redis at localhost:" + port
                            + ": no TLS connection: its certificate is of another host; name it in the URL as the certificate"
                            + " does");
            assertThatCode(trusting::checkServer).doesNotThrowAnyException();
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aCertificateThatHasExpiredIsNamedSo() throws Exception {
        ServerIdentity authority = ServerIdentity.make(directory, "authority", "dns:ca", "-ext", "bc=ca:true");
        ServerIdentity identity = ServerIdentity.make(
                directory, "old", "dns:localhost", "-signer", "authority", "-startdate", "-2d", "-validity", "1");
        int port = FreePorts.one();
        try (RedisServer server = server(identity, port);
                RedisBroker broker = broker("rediss://localhost:" + port + "?cacertfile=" + authority.certificate())) {
            assertThat(refusal(broker))
                    .isEqualTo("no Redis at localhost:" + port
                            + ": no TLS connection: its certificate has expired or is not valid yet; have it renewed,"
                            + " or set the clocks");
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aPortThatSpeaksTlsOrNoneAsTheUrlDoesNotExpectIsToldWithTheOtherScheme() throws Exception {
        ServerIdentity identity = identity("dns:localhost,ip:127.0.0.1");
        int port = FreePorts.one();
        try (RedisServer server = server(identity, port);
                RedisBroker plain = broker("redis://localhost:" + port);
                RedisBroker secure = broker("rediss://localhost:" + server.port() + "?command_timeout=500")) {
            assertThat(refusal(plain))
                    .isEqualTo("no Redis at localhost:" + port
                            + ": the connection failed; if the port speaks TLS, begin the URL with rediss://");
            // Redis takes a greeting for half a line, or for a line that is none of its commands.
            assertThat(refusal(secure))
                    .startsWith("no Redis at localhost:" + server.port() + ": ")
                    .matches(
                            ".*: (no answer in time; if the port speaks no TLS,|no TLS connection: the port speaks none;)"
                                    + " name the one that does, or begin the URL with redis://");
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsThatOfTheUrl() throws Exception {
        ServerIdentity identity = identity("dns:localhost,ip:127.0.0.1");
        ServerIdentity client = identity("client", "dns:client");
        ServerIdentity stranger = identity("stranger", "dns:client");
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
        ServerIdentity identity = identity("dns:localhost,ip:127.0.0.1");
        ServerIdentity client = identity("client", "dns:client");
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
        ServerIdentity client = identity("client", "dns:client");
        Path text = Files.writeString(directory.resolve("text"), "no key");
        assertThatThrownBy(
                        () -> RedisSettings.parse("rediss://h?certfile=" + client.certificate() + "&keyfile=" + text))
                .hasMessageContaining("keyfile '" + text + "' holds no plain PKCS#8 key")
                .hasMessageContaining("convert it with openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> RedisSettings.parse("rediss://h?certfile=" + text + "&keyfile=" + client.key()))
                .hasMessageContaining("certfile '" + text + "' holds no certificates in PEM form");
        ServerIdentity other = identity("other", "dns:other");
        assertThatThrownBy(() ->
                        RedisSettings.parse("rediss://h?certfile=" + client.certificate() + "&keyfile=" + other.key()))
                .hasMessageContaining("keyfile '" + other.key() + "' holds no key for the certificate in certfile");
    }

    private static String files(ServerIdentity identity) {
        return "&certfile=" + identity.certificate() + "&keyfile=" + identity.key();
    }

    private static String refusal(RedisBroker broker) {
        return catchThrowableOfType(Unavailable.class, broker::checkServer).detail();
    }
}
