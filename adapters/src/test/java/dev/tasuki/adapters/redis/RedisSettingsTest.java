package dev.tasuki.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.adapters.resp.RedisSettings;
import dev.tasuki.adapters.tls.TlsFiles;
import java.time.Duration;
import java.util.Collections;
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
        assertThat(settings.tls()).isEqualTo(new TlsFiles(false, null, null));
        assertThat(settings.toString()).doesNotContain("p@ss").contains("user me");
    }

    @Test
    void nodesOfAClusterAndSentinelsAreSeveralHosts() {
        RedisSettings cluster = RedisSettings.parse("redis://a:1,[::1]:2,c?cluster=true");
        assertThat(cluster.layout()).isEqualTo(new RedisSettings.Cluster());
        assertThat(cluster.where()).isEqualTo("a:1,[::1]:2,c:6379");

        RedisSettings sentinels = RedisSettings.parse("redis://:secret@a,b:5/3?sentinel=my-master");
        assertThat(sentinels.layout()).isEqualTo(new RedisSettings.Sentinels("my-master"));
        assertThat(sentinels.where()).isEqualTo("my-master@a:26379,b:5");
        assertThat(sentinels.database()).isEqualTo(3);
        assertThat(RedisSettings.parse("redis://a?cluster=false").layout()).isEqualTo(new RedisSettings.Alone());
    }

    @Test
    void sixteenHostsAreTakenAndSeventeenAreNot() {
        String hosts = String.join(",", Collections.nCopies(16, "h"));
        assertThat(RedisSettings.parse("redis://" + hosts + "?cluster=true").servers())
                .hasSize(16);
        assertThatThrownBy(() -> RedisSettings.parse("redis://" + hosts + ",h?cluster=true"))
                .hasMessageContaining("there are 17 hosts, at most 16 are possible");
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
                "redis://a,b|there are several hosts: add sentinel=NAME if they are Sentinels, or cluster=true if they are",
                "redis://a,b?sentinel=|sentinel is '', give the name that the Sentinels have for the master",
                "redis://a?sentinel=my master|sentinel is 'my master'",
                "redis://a?sentinel=m&cluster=true|sentinel and cluster=true exclude each other",
                "redis://a?cluster=yes|cluster is 'yes', allowed are true and false",
                "redis://a/1?cluster=true|'1' behind the slash: a Cluster has the database 0 only",
                "redis://a,b:0?cluster=true|'b:0' is no address",
                "redis://a?sentinal=m|unknown parameter 'sentinal', did you mean sentinel?",
                "redis://a?certfile=/x|certfile is for TLS: begin the URL with rediss://",
                "rediss://a?keyfile=/none|keyfile '/none' cannot be read: give a PEM file",
                "rediss://a?certfile=/none|certfile and keyfile belong together: give both or none",
                "redis://host/x|'x' behind the slash is no database",
                "redis://host?durabilty=always|unknown parameter 'durabilty', did you mean durability?",
                "redis://host?nonsense=1|unknown parameter 'nonsense', known are cacertfile",
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
