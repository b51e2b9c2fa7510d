package dev.tasuki.adapters.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Address;
import dev.tasuki.adapters.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RabbitSettingsTest {
    @Test
    void aBareUrlMeansGuestOnThisHost() {
        RabbitSettings settings = RabbitSettings.parse("amqp://");
        assertThat(settings.addresses()).containsExactly(new Address("localhost", 5672));
        assertThat(settings.virtualHost()).isEqualTo("/");
        assertThat(settings.user()).isEqualTo("guest");
        assertThat(settings.password()).isEqualTo("guest");
        assertThat(settings.tls()).isNull();
        assertThat(settings.strictQueues()).isFalse();
        assertThat(settings.channels("queue.model.train", 4)).isEqualTo(4);
        assertThat(settings.channels("queue.model.predict", 4)).isEqualTo(1);
        assertThat(settings.prefetch("queue.model.train")).isEqualTo(1);
        assertThat(settings.prefetch("queue.model.predict")).isEqualTo(16);
    }

    @Test
    void everythingCanBeSaid() {
        RabbitSettings settings = RabbitSettings.parse("amqp://us%40er:p%2Fw+d@one:5001,two,[::1]:5003/v%2fh"
                + "?heartbeat=3&connection_timeout=1500&confirm_timeout=7&max_in_flight=9&predict_prefetch=4"
                + "&strict_queues=true&connection_name=api%201");
        assertThat(settings.addresses())
                .containsExactly(new Address("one", 5001), new Address("two", 5672), new Address("::1", 5003));
        assertThat(settings.user()).isEqualTo("us@er");
        assertThat(settings.password()).isEqualTo("p/w+d");
        assertThat(settings.virtualHost()).isEqualTo("v/h");
        assertThat(settings.timing())
                .isEqualTo(new RabbitSettings.Timing(
                        Duration.ofSeconds(3), Duration.ofMillis(1500), Duration.ofSeconds(7)));
        assertThat(settings.flow()).isEqualTo(new RabbitSettings.Flow(9, 4));
        assertThat(settings.strictQueues()).isTrue();
        assertThat(settings.connectionName()).isEqualTo("api 1");
        assertThat(settings.where()).isEqualTo("RabbitMQ at one:5001, two:5672, ::1:5003 (virtual host v/h)");
    }

    @ParameterizedTest
    @CsvSource({"amqp://h, /", "amqp://h/, /", "amqp://h/%2f, /", "amqp://h/%2F, /", "amqp://h/prod, prod"})
    void anEmptyVirtualHostIsTheSlash(String url, String virtualHost) {
        assertThat(RabbitSettings.parse(url).virtualHost()).isEqualTo(virtualHost);
    }

    @Test
    void tlsHasItsOwnPortAndVerifies(@TempDir Path folder) throws Exception {
        assertThat(RabbitSettings.parse("amqps://h").addresses()).isEqualTo(List.of(new Address("h", 5671)));
        assertThat(RabbitSettings.parse("amqps://h").tls()).isEqualTo(new TlsFiles(true, null, null));
        Path pem = Files.writeString(folder.resolve("ca.pem"), "x");
        assertThat(RabbitSettings.parse("amqps://h?verify=verify_none&cacertfile=" + pem)
                        .tls())
                .isEqualTo(new TlsFiles(false, pem, null));
    }

    @Test
    void aFileThatHoldsNoCertificatesIsRefused(@TempDir Path folder) throws Exception {
        Path pem = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n");
        assertThatThrownBy(() -> RabbitSettings.parse("amqps://me:hush@h?cacertfile=" + pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cacertfile '", "ca.pem' holds no certificates in PEM form")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> RabbitSettings.parse("amqps://h?certfile=" + pem + "&keyfile=" + pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certfile '");
        assertThatThrownBy(() -> RabbitSettings.parse("amqps://h?certfile=" + pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certfile and keyfile belong together");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> RabbitSettings.parse("amqp://me@h:0,k:70000,/x%zz?heartbeat=-1&confirm_timeout=0"
                        + "&max_in_flight=1e9&strict_queues=yes&verify=verify_none&cacertfile=/nowhere&haertbeat=3"
                        + "&connection_name"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("a user needs a password")
                .contains("'h:0'", "'k:70000'", "'' is no address", "port 1 to 65535")
                .contains("%25")
                .contains("heartbeat is '-1'", "0 to 3600")
                .contains("confirm_timeout is '0'", "1 to 600")
                .contains("max_in_flight is '1e9'")
                .contains("strict_queues is 'yes', allowed are false and true")
                .contains("verify is for TLS", "cacertfile is for TLS")
                .contains("unknown parameter 'haertbeat', did you mean heartbeat?")
                .contains("connection_name needs a value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://h", "amqp:h", "amqp//h", "amqp://h/a/b", "amqp://h#x"})
    void whatIsNoSuchUrlIsRefused(String url) {
        assertThatThrownBy(() -> RabbitSettings.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not have the form amqp://user:password@host:port/vhost");
    }

    @Test
    void aPasswordIsNeverPrinted() {
        RabbitSettings settings = RabbitSettings.parse("amqp://user:s3cret@h");
        assertThat(settings.toString()).doesNotContain("s3cret").contains("user", "h:5672");
        assertThatThrownBy(() -> RabbitSettings.parse("amqp://user:s3cret@h?x=1"))
                .message()
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> RabbitSettings.parse("amqp://user:s3cret@h/a/b"))
                .message()
                .doesNotContain("s3cret");
    }
}
