package dev.tasuki.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.app.adapter.Masking;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A canary in every place of a URL where somebody has put, or mistyped, a password. */
final class MaskingTest {
    private static final String CANARY = "Kanarienvogel7";
    private static final List<Setting> URLS =
            List.of(Setting.BROKER, Setting.RESULTS, Setting.STORE, Setting.URL, Setting.PUBLIC_URL);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "amqp://me:s3cr@t@host:5672/v, amqp://***@host:5672/v",
        "amqp://host:5672/v?heartbeat=10, amqp://host:5672/v?heartbeat=10",
        "'amqps://a:1,[::1]:2/v?verify=verify_none', 'amqps://a:1,[::1]:2/v?verify=verify_none'",
        "jdbc:postgresql://db/x?user=me&password=hush&ssl=true, jdbc:postgresql://db/x?user=***&password=***&ssl=true",
        "jdbc:postgresql://db/x?user=me@host&ssl=true, jdbc:postgresql:***",
        "jdbc:mariadb:sequential://a:1/d?useSSL=true, jdbc:mariadb:sequential://a:1/d?useSSL=true",
        "redis://:s3cr@t@host:6379/2?durability=trusted, redis://***@host:6379/2?durability=trusted",
        "rediss://a?cacertfile=/ca.pem&replicas=1, rediss://a?cacertfile=/ca.pem&replicas=1",
        "'rediss://u:p@a:1,b/0?sentinel=m&certfile=/c&keyfile=/k', 'rediss://***@a:1,b/0?sentinel=m&certfile=/c&keyfile=/k'",
        "'redis://a:1,b?cluster=true', 'redis://a:1,b?cluster=true'",
        "amqp:/u:x@h, amqp:***",
        "amqp://u:x, amqp:***",
        "sqlite:/data/tasuki.db, sqlite:/data/tasuki.db",
        "sqlite:./tasuki-data/tasuki.db, sqlite:./tasuki-data/tasuki.db",
        "file:/data/objects, file:/data/objects",
        "s3://bucket/prefix?endpoint=http://127.0.0.1:9000&region=x, "
                + "s3://bucket/prefix?endpoint=http://127.0.0.1:9000&region=x",
        "http://127.0.0.1:5000, http://127.0.0.1:5000",
        "localhost, localhost",
        "127.0.0.1:5306, 127.0.0.1:5306",
        "amqp//u:x@h, ***"
    })
    void whatIsKnownToBeNoPasswordIsShown(String url, String shown) {
        assertThat(Masking.mask(url)).isEqualTo(shown);
    }

    @Test
    void valuesThatAreNoUrlsAreShown() {
        for (Setting setting : Setting.values()) {
            String usual = setting.defaultText().replace("<data>", "./tasuki-data");
            assertThat(new SettingText(usual, "").masked(setting)).isEqualTo(usual);
        }
        assertThat(new SettingText("gpu=1,*=4", "").masked(Setting.MAX_PER_TAG)).isEqualTo("gpu=1,*=4");
        assertThat(new SettingText("http://u:p@h", "").masked(Setting.HOST)).isEqualTo("http://***@h");
    }

    @ParameterizedTest
    @MethodSource("mistyped")
    void noCanaryIsShownNorRepeatedInARefusal(Setting setting, String text) {
        assertThat(new SettingText(text, "").masked(setting)).doesNotContain(CANARY);
        SettingsReader reader = new SettingsReader(new Sources(Map.of(setting, text), Map.of(), directory));
        assertThat(reader.given().get(setting).masked(setting)).doesNotContain(CANARY);
        SettingsRefused refused = catchThrowableOfType(SettingsRefused.class, reader::read);
        if (refused != null) {
            assertThat(String.join("\n", refused.problems())).doesNotContain(CANARY);
        } else {
            Settings settings = reader.read();
            assertThat(List.of(settings.broker(), settings.results(), settings.store())
                            .toString())
                    .doesNotContain(CANARY);
            assertThat(settings.url().toString() + settings.publicUrl()).doesNotContain(CANARY);
        }
    }

    static Stream<Arguments> mistyped() {
        List<String> shapes = List.of(
                "SCHEME://u:SECRET@h",
                "SCHEME://SECRET@h",
                "SCHEME://u:SECRET@h/v?heartbeat=1",
                "SCHEME:/u:SECRET@h",
                "SCHEME:u:SECRET@h",
                "SCHEME:///u:SECRET@h",
                "SCHEME//u:SECRET@h",
                "SCHEME://u:SECRET",
                "SCHEME://u:SE/SECRET@h",
                "SCHEME://u:a?SECRET@h/x",
                "SCHEME://u:a#SECRET@h/x",
                "SCHEME://u:%ZZSECRET@h/x",
                "SCHEME://u:a b SECRET@h/x",
                "SCHEME://u:a@SECRET@h:x",
                "SCHEME://h/x?password=SECRET",
                "SCHEME://h/x?PassWord=SECRET",
                "SCHEME://h/x?pass%77ord=SECRET",
                "SCHEME://h/x?p%61ss=SECRET",
                "SCHEME://h/x;password=SECRET",
                "SCHEME://h/x&password=SECRET",
                "SCHEME://h/x?heartbeat=1,password=SECRET",
                "SCHEME://h/x?unheard_of=SECRET",
                "SCHEME://h/x?SECRET",
                "SCHEME://h/x?ssl=true#SECRET",
                "SCHEME://h/x?password=a@SECRET",
                "SCHEME://h/x?endpoint=http://u:SECRET@h",
                "u:SECRET@h",
                "SECRET@h:5672",
                " SCHEME://u:SECRET@h");
        return URLS.stream().flatMap(setting -> {
            String scheme = switch (setting) {
                case BROKER -> "amqp";
                case RESULTS -> "jdbc:postgresql";
                case STORE -> "s3";
                default -> "http";
            };
            return shapes.stream()
                    .map(shape -> Arguments.of(
                            setting, shape.replace("SCHEME", scheme).replace("SECRET", CANARY)));
        });
    }
}
