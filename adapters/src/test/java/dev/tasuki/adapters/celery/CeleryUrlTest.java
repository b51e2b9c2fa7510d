package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CeleryUrlTest {
    @ParameterizedTest
    @CsvSource({
        "CERT_REQUIRED, verify_peer",
        "required, verify_peer",
        "CERT_OPTIONAL, verify_peer",
        "optional, verify_peer",
        "CERT_NONE, verify_none",
        "none, verify_none"
    })
    void whatPythonSaysOfProofIsTaken(String theirs, String ours) {
        assertThat(CeleryUrl.ours("rediss://:p@h:6380/1?ssl_cert_reqs=" + theirs + "&command_timeout=500"))
                .isEqualTo("rediss://:p@h:6380/1?verify=" + ours + "&command_timeout=500");
    }

    @Test
    void filesHaveOurNamesAndKeepTheirPaths() {
        assertThat(CeleryUrl.ours("amqps://h//?ssl_ca_certs=/a%20b/ca.pem&ssl_certfile=c&ssl_keyfile=k&cacertfile=x"))
                .isEqualTo("amqps://h//?cacertfile=/a%20b/ca.pem&certfile=c&keyfile=k&cacertfile=x");
        assertThat(CeleryUrl.ours("redis://h/0?prefix")).isEqualTo("redis://h/0?prefix");
        assertThat(CeleryUrl.ours("redis://h/0")).isEqualTo("redis://h/0");
    }

    @Test
    void bothKindsOfBrokerAndTheResultsAreReadSo() {
        var rabbit = (CelerySettings.Rabbit) CelerySettings.broker("amqps://h//?ssl_cert_reqs=CERT_NONE");
        assertThat(rabbit.settings().virtualHost()).isEqualTo("/");
        assertThat(rabbit.settings().tls())
                .isNotNull()
                .extracting(tls -> tls.verifyPeer())
                .isEqualTo(false);
        var redis = (CelerySettings.Redis) CelerySettings.broker("rediss://h/0?ssl_cert_reqs=CERT_REQUIRED");
        assertThat(redis.place().settings().tls())
                .isNotNull()
                .extracting(tls -> tls.verifyPeer())
                .isEqualTo(true);
        assertThat(RedisPlace.parse("rediss://h?ssl_cert_reqs=none").settings().tls())
                .isNotNull()
                .extracting(tls -> tls.verifyPeer())
                .isEqualTo(false);
    }

    @Test
    void anythingElseIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> CeleryUrl.ours("rediss://h?ssl_cert_reqs=MAYBE"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the URL's ssl_cert_reqs is 'MAYBE', allowed are CERT_REQUIRED, CERT_OPTIONAL and CERT_NONE");
        assertThatThrownBy(() -> RedisPlace.parse("redis://h?ssl_cert_reqs=CERT_NONE"))
                .hasMessageContaining("verify is for TLS: begin the URL with rediss://");
        assertThatThrownBy(() -> RedisPlace.parse("rediss://h?ssl_check_hostname=false"))
                .hasMessageContaining("unknown parameter 'ssl_check_hostname'");
    }
}
