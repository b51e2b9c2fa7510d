package dev.tasuki.adapters.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3SettingsTest {
    @Test
    void aBucketIsEnough() {
        S3Settings settings = S3Settings.parse("s3://models", Map.of());
        assertThat(settings.bucket()).isEqualTo("models");
        assertThat(settings.prefix()).isEmpty();
        assertThat(settings.endpoint()).isEqualTo(S3Endpoint.AMAZON);
        assertThat(settings.partBytes()).isEqualTo(8 << 20);
    }

    @ParameterizedTest
    @CsvSource({"s3://b,''", "s3://b/,''", "s3://b/p,p/", "s3://b/p/,p/", "s3://b/p/q,p/q/", "s3://b/a%20b,a b/"})
    void aPrefixEndsInASlash(String url, String prefix) {
        assertThat(S3Settings.parse(url, Map.of()).prefix()).isEqualTo(prefix);
    }

    @Test
    void theVariablesFillInWhatTheUrlLeavesOpen() {
        Map<String, String> variables = Map.of(
                "AWS_ENDPOINT_URL",
                "http://any:1",
                "AWS_ENDPOINT_URL_S3",
                "http://minio:9000",
                "AWS_REGION",
                "eu-central-1",
                "AWS_DEFAULT_REGION",
                "eu-west-1");
        assertThat(S3Settings.parse("s3://b", variables).endpoint())
                .isEqualTo(new S3Endpoint(URI.create("http://minio:9000"), "eu-central-1", true));
        assertThat(S3Settings.parse("s3://b?endpoint=https://gcs&region=auto&path_style=false", variables)
                        .endpoint())
                .isEqualTo(new S3Endpoint(URI.create("https://gcs"), "auto", false));
        assertThat(S3Settings.parse("s3://b", Map.of("AWS_ENDPOINT_URL", " ", "AWS_DEFAULT_REGION", "eu-west-1"))
                        .endpoint())
                .isEqualTo(new S3Endpoint(null, "eu-west-1", false));
    }

    @Test
    void theOriginalsBucketNameIsAUrl() {
        assertThat(S3Settings.url(Map.of("S3_BUCKET_NAME", "mlops"))).contains("s3://mlops");
        assertThat(S3Settings.url(Map.of("S3_BUCKET_NAME", ""))).isEmpty();
        assertThat(S3Settings.url(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "file:/x,no URL of a bucket",
        "s3://,no URL of a bucket",
        "s3:b,no name",
        "s3://b/a b,no URL of a bucket",
        "s3://b#x,no URL of a bucket",
        "s3://b?colour=red,no option",
        "s3://b?region,no option",
        "s3://b?path_style=yes,must be true or false",
        "s3://b?part_size_mib=4,5 to 512",
        "s3://b?part_size_mib=513,5 to 512",
        "s3://b?part_size_mib=x,5 to 512",
        "s3://b?endpoint=ftp://x,http:// or https://",
        "s3://b?endpoint=x,http:// or https://",
    })
    void anythingElseIsRefusedWithTheReason(String url, String reason) {
        assertThatThrownBy(() -> S3Settings.parse(url, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void timeOutsAreLongerThanZero() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new S3Timeouts(second, second, second, second, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than zero");
    }
}
