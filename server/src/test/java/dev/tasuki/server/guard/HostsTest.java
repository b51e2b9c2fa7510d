package dev.tasuki.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.server.HttpSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
    private static final InetSocketAddress POD = new InetSocketAddress("10.1.2.3", 5000);
    private static final InetSocketAddress POD6 = new InetSocketAddress("fd00:0:0:0:0:0:0:7", 5000);

    private static Hosts bound(String host, String... publicUrls) {
        return new Hosts(new HttpSettings(
                host,
                5000,
                HttpSettings.Limits.STANDARD,
                Duration.ZERO,
                "1",
                List.of(publicUrls).stream().map(URI::create).toList()));
    }

    @Test
    void aProbeMayNameTheAddressAtWhichItArrived() {
        Hosts hosts = bound("0.0.0.0");

        assertThat(hosts.known("10.1.2.3:5000", POD)).isTrue();
        assertThat(hosts.known("[fd00::7]:5000", POD6)).isTrue();
        assertThat(hosts.known("10.1.2.4:5000", POD)).isFalse();
        assertThat(hosts.known("10.1.2.3:5001", POD)).isFalse();
        assertThat(hosts.known("10.1.2.3", POD)).isFalse();
        assertThat(hosts.known("0.0.0.0:5000", POD)).isFalse();
    }

    @Test
    void anAddressOrNameThatWasBoundIsKnown() {
        assertThat(bound("10.1.2.3").known("10.1.2.3:5000", POD)).isTrue();
        assertThat(bound("::1").known("[::1]:5000", new InetSocketAddress("::1", 5000)))
                .isTrue();
        assertThat(bound("localhost").own("http://localhost:5000", POD)).isTrue();
    }

    @Test
    void thePortMayBeLeftOutWhereItIsTheOneOfTheScheme() {
        InetSocketAddress eighty = new InetSocketAddress("127.0.0.1", 80);

        assertThat(bound("127.0.0.1").known("localhost", eighty)).isTrue();
        assertThat(bound("127.0.0.1").known("localhost:80", eighty)).isTrue();
        assertThat(bound("127.0.0.1").own("http://localhost", eighty)).isTrue();
        assertThat(bound("127.0.0.1").own("https://localhost", eighty)).isFalse();
    }

    @Test
    void ofAPublicUrlTheOriginCountsWithoutThePortThatIsImplied() {
        Hosts hosts = bound("127.0.0.1", "https://ml.example.org:443/ml", "http://box:8080");

        assertThat(hosts.own("https://ml.example.org", POD)).isTrue();
        assertThat(hosts.own("http://box:8080", POD)).isTrue();
        assertThat(hosts.own("http://box", POD)).isFalse();
        assertThat(hosts.own("https://ml.example.org/ml", POD)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "''",
                ":5000",
                "[]:5000",
                "[:5000",
                "localhost:",
                "localhost:0",
                "localhost:65536",
                "localhost:+5000",
                "localhost:05000x",
                "local\u0000host:5000",
                "localhost:5000,evil:5000",
                "[::1%lo]:5000",
                "[localhost]:5000",
                "127.0.0.256:5000",
                "127.0.0.1.:5000",
                "localhost.:5000"
            })
    void whatIsNoNameOrAddressIsNotKnown(String host) {
        assertThat(bound("127.0.0.1").known(host, new InetSocketAddress("127.0.0.1", 5000)))
                .isFalse();
    }
}
