package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.resp.RedisSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {
    @Test
    void aBareUrlHasTheDefaults() {
        RedisSettings settings = RedisSettings.parse("redis://");

        assertThat(settings.where()).isEqualTo("localhost:6379");
        assertThat(settings.login()).isNull();
        assertThat(settings.database()).isZero();
        assertThat(settings.prefix()).isEqualTo("tasuki:");
        assertThat(settings.safety()).isEqualTo(RedisSettings.Safety.DEFAULT);
        assertThat(settings.flow()).isEqualTo(RedisSettings.Flow.DEFAULT);
        assertThat(settings.timing()).isEqualTo(RedisSettings.Timing.DEFAULT);
        assertThat(settings.tls()).isNull();
    }

    @Test
    void everyPartOfAUrlIsRead() {
        RedisSettings settings =
                RedisSettings.parse("rediss://me:p%40ss@example.org:7000/3?prefix=a:b.&durability=everysec"
                        + "&replicas=1&replica_timeout=250&connection_timeout=200&command_timeout=300&max_in_flight=7"
                        + "&max_queue=8&predict_prefetch=0&verify=verify_none");

        assertThat(settings.where()).isEqualTo("example.org:7000");
        assertThat(settings.login()).isEqualTo(new RedisSettings.Login("me", "p@ss"));
        assertThat(settings.database()).isEqualTo(3);
        assertThat(settings.prefix()).isEqualTo("a:b.");
        assertThat(settings.safety())
                .isEqualTo(new RedisSettings.Safety(RedisSettings.Durability.EVERYSEC, 1, Duration.ofMillis(250)));
        assertThat(settings.timing())
                .isEqualTo(new RedisSettings.Timing(Duration.ofMillis(200), Duration.ofMillis(300)));
        assertThat(settings.flow()).isEqualTo(new RedisSettings.Flow(7, 8, 0));
        assertThat(settings.tls()).isEqualTo(new RedisSettings.Tls(false, null));
        assertThat(settings.toString()).doesNotContain("p@ss").contains("user me");
    }

    @Test
    void aPasswordNeedsNoUser() {
        assertThat(RedisSettings.parse("redis://:secret@[::1]:1").login())
                .isEqualTo(new RedisSettings.Login(null, "secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http://host|does not have the form redis://user:password@host:port/database",
                "redis://me@host|a user needs a password",
                "redis://host:0|'host:0' is no address",
                "redis://a,b|Sentinel and Cluster are not supported",
                "redis://host/x|'x' behind the slash is no database",
                "redis://host?durabilty=always|unknown parameter 'durabilty', did you mean durability?",
                "redis://host?nonsense=1|unknown parameter 'nonsense', known are cacertfile",
                "redis://host?cluster=true|parameter cluster is not supported",
                "redis://host?durability=no|allowed are always, everysec and trusted",
                "redis://host?replicas=17|replicas is '17', allowed are whole numbers from 0 to 16",
                "redis://host?prefix={x}|prefix is '{x}', allowed are 1 to 64 letters",
                "redis://host?verify=verify_none|verify is for TLS: begin the URL with rediss://",
                "rediss://host?cacertfile=/none|cacertfile '/none' cannot be read",
            })
    void whatIsWrongIsNamed(String url, String problem) {
        assertThatThrownBy(() -> RedisSettings.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void everyProblemIsToldAndThePasswordIsNot() {
        assertThatThrownBy(() -> RedisSettings.parse("redis://me:secret@host:99999?replicas=x&max_queue=0"))
                .hasMessageContainingAll("is no address", "replicas is 'x'", "max_queue is '0'", "//***@host")
                .hasMessageNotContaining("secret");
    }
}
