package dev.tasuki.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.task.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose values stand in files of their own. */
class SecretFileTest {
    private static final String BROKER = "amqp://me:hush@rabbit";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void theFileHoldsTheValueAndIsShownAsItsOrigin(String end) throws IOException {
        Path file = Files.writeString(directory.resolve("broker"), BROKER + end);

        SettingsReader reader = reader(Map.of(), Map.of("TASUKI_BROKER_FILE", "broker"));

        assertThat(reader.read().broker().text()).isEqualTo(BROKER);
        SettingText given = reader.given().get(Setting.BROKER);
        assertThat(given.from()).isEqualTo("file " + file + " (TASUKI_BROKER_FILE)");
        assertThat(given.masked(Setting.BROKER)).isEqualTo("amqp://***@rabbit");
    }

    @Test
    void onlyOneNewlineIsNoPartOfTheValue() throws IOException {
        Files.writeString(directory.resolve("broker"), "sqlite:a \n\n");

        assertThat(reader(Map.of(), Map.of("TASUKI_BROKER_FILE", "broker"))
                        .given()
                        .get(Setting.BROKER)
                        .text())
                .isEqualTo("sqlite:a \n");
    }

    @ParameterizedTest
    @EnumSource
    void everySettingThatMayHoldAPasswordHasOne(Setting setting) throws IOException {
        String text = switch (setting) {
            case STORE -> "s3://bucket";
            case CELERY -> "amqp://me:hush@h//";
            case CELERY_RESULTS -> "redis://me:hush@h/1";
            default -> "jdbc:postgresql://h/d?user=me&password=hush";
        };
        Files.writeString(directory.resolve("value"), text);
        Map<String, String> environment = Map.of(setting.fileVariable(), "value");

        if (setting.secret()) {
            SettingsReader reader = reader(Map.of(), environment);
            reader.read();
            assertThat(reader.given().get(setting).text()).isEqualTo(text);
        } else {
            assertThat(problems(environment)).singleElement().asString().contains("no such setting");
        }
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsReason() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.write(directory.resolve("binary"), new byte[] {'a', (byte) 0xff});

        refused("absent", "is not there");
        refused(".", "is a directory");
        refused("empty", "is empty");
        refused("binary", "is not UTF-8");
    }

    @Test
    @Tag("bound:secret_file")
    void aFileOfTheLargestSizeIsReadAndALargerOneIsNot() throws IOException {
        int most = Limits.SECRET_FILE.intValue();
        Files.writeString(directory.resolve("largest"), "sqlite:" + "x".repeat(most - 8) + "\n");
        Files.writeString(directory.resolve("larger"), "sqlite:" + "x".repeat(most - 7) + "\n");

        assertThat(reader(Map.of(), Map.of("TASUKI_BROKER_FILE", "largest"))
                        .given()
                        .get(Setting.BROKER)
                        .text())
                .hasSize(most - 1);
        refused("larger", "is larger than 64 KiB");
    }

    @Test
    void theValueAndItsFileAreNotBothGiven() throws IOException {
        Files.writeString(directory.resolve("broker"), BROKER);
        Map<String, String> both = Map.of("TASUKI_BROKER", BROKER, "TASUKI_BROKER_FILE", "broker");

        assertThat(problems(both))
                .singleElement()
                .asString()
                .contains("TASUKI_BROKER and TASUKI_BROKER_FILE: both are given")
                .doesNotContain("hush");
    }

    @Test
    void aFlagComesBeforeTheFile() throws IOException {
        Files.writeString(directory.resolve("broker"), BROKER);

        SettingsReader reader = reader(Map.of(Setting.BROKER, "sqlite:x.db"), Map.of("TASUKI_BROKER_FILE", "broker"));

        assertThat(reader.given().get(Setting.BROKER).from()).isEqualTo("flag --broker");
        assertThat(reader.readableByOthers()).isEmpty();
    }

    @Test
    void aPasswordInAFlagIsReadableByOthersAndOneInAVariableIsNot() {
        assertThat(reader(Map.of(Setting.BROKER, BROKER), Map.of()).readableByOthers())
                .containsExactly(Setting.BROKER);
        assertThat(reader(Map.of(Setting.BROKER, "amqp://rabbit"), Map.of()).readableByOthers())
                .isEmpty();
        assertThat(reader(Map.of(), Map.of("TASUKI_BROKER", BROKER)).readableByOthers())
                .isEmpty();
    }

    private void refused(String file, String reason) {
        assertThat(problems(Map.of("TASUKI_BROKER_FILE", file)))
                .singleElement()
                .asString()
                .startsWith("environment TASUKI_BROKER_FILE: the file ")
                .endsWith(reason.startsWith("is a dir") ? reason + "; name a file" : reason);
    }

    private SettingsReader reader(Map<Setting, String> flags, Map<String, String> environment) {
        return new SettingsReader(new Sources(flags, environment, directory));
    }

    private List<String> problems(Map<String, String> environment) {
        SettingsReader reader = reader(Map.of(), environment);
        return catchThrowableOfType(SettingsRefused.class, reader::read).problems();
    }
}
