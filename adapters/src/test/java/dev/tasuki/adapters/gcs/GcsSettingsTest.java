package dev.tasuki.adapters.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GcsSettingsTest {
    @Test
    void aBucketIsEnough() {
        assertThat(GcsSettings.parse("gs://models"))
                .isEqualTo(new GcsSettings("models", "", GcsSettings.GOOGLE, false, null));
        assertThat(GcsSettings.parse("gs://my_models.of.mine/p/q/?project=my-1&endpoint=http://localhost:4443/"))
                .isEqualTo(new GcsSettings(
                        "my_models.of.mine", "p/q/", URI.create("http://localhost:4443"), false, "my-1"));
        assertThat(GcsSettings.parse("gs://abc?endpoint=http://emulator:4443&anonymous=true")
                        .anonymous())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "file:/x, no URL of a bucket",
        "gs://, no URL of a bucket",
        "gs:b, none that Google allows",
        "gs://ab, none that Google allows",
        "gs://Bucket, none that Google allows",
        "gs://abc/a b, no URL of a bucket",
        "gs://abc#x, no URL of a bucket",
        "gs://user@abc, no URL of a bucket",
        "gs://abc?colour=red, no option",
        "gs://abc?project, no option",
        "gs://abc?project=a&project=b, stands twice",
        "gs://abc?project=A b, no URL of a bucket",
        "gs://abc?project=A, a project's id",
        "gs://abc?anonymous=yes, must be true or false",
        "gs://abc?endpoint=ftp://x, https:// and a host",
        "gs://abc?endpoint=x, https:// and a host",
        "gs://abc?endpoint=https://x/path, https:// and a host",
        "gs://abc?endpoint=https://u:p@x, https:// and a host",
        "gs://abc?endpoint=http://emulator, over a plain connection",
        "gs://abc?endpoint=http://127.0.0.1.example.com, over a plain connection"
    })
    void anythingElseIsRefusedWithTheReason(String url, String reason) {
        assertThatThrownBy(() -> GcsSettings.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void timeOutsAreLongerThanZeroAndGrowWithTheContent() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new GcsTimeouts(second, second, Duration.ZERO, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(GcsTimeouts.DEFAULT.of(0)).hasSeconds(10);
        assertThat(GcsTimeouts.DEFAULT.of(1)).hasSeconds(18);
        assertThat(GcsTimeouts.DEFAULT.of(GcsUpload.PIECE)).hasSeconds(74);
    }
}
