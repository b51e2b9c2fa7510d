package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalPlacesTest {
    private static final String POSTGRES = "jdbc:postgresql://db/tasuki";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sqs://tasuki", "redis://cache", POSTGRES, "jdbc:mariadb://db/tasuki"})
    void producersAndConsumersNeedRowsThatTheyShare(String broker) {
        Settings own = settings(Map.of(Setting.BROKER, broker));

        for (Role role : List.of(Role.PRODUCER, Role.CONSUMER)) {
            assertThat(LocalPlaces.refusal(role, own))
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("--results jdbc:sqlite:" + directory)
                            .contains("tasks that are accepted on one machine would never end there")
                            .contains("--results jdbc:postgresql://HOST/DATABASE")
                            .contains("./tasuki serve"));
        }
        assertThat(LocalPlaces.refusal(Role.SERVE, own)).isEmpty();
        assertThat(LocalPlaces.finding(own)).hasValueSatisfying(finding -> {
            assertThat(finding.state()).isEqualTo(Finding.State.WARN);
            assertThat(finding.remedy()).contains("--results jdbc:postgresql://HOST/DATABASE");
        });
    }

    @Test
    void aPasswordIsNotRepeated() {
        assertThat(LocalPlaces.refusal(
                        Role.CONSUMER, settings(Map.of(Setting.BROKER, "redis://tasuki:of-this-test@cache"))))
                .hasValueSatisfying(why -> assertThat(why).contains("***@cache").doesNotContain("of-this-test"));
    }

    /** Foreign programs write to these queues, and a consumer makes the rows of their messages. */
    @Test
    void besideForeignProgramsRowsOfOneMachineAreOfUseAndAreWarnedOf() {
        Settings own = settings(Map.of(Setting.BROKER, "amqp://rabbit", Setting.STORE, "s3://bucket"));

        assertThat(LocalPlaces.refusal(Role.CONSUMER, own)).isEmpty();
        assertThat(LocalPlaces.finding(own)).isEmpty();
        assertThat(LocalPlaces.warnings(Role.CONSUMER, own))
                .singleElement()
                .asString()
                .startsWith("the result store jdbc:sqlite:")
                .endsWith("if there are any, give all of them --results jdbc:postgresql://HOST/DATABASE");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsLocalAltogetherIsOneMachine(Role role) {
        Settings defaults = settings(Map.of());

        assertThat(LocalPlaces.refusal(role, defaults)).isEmpty();
        assertThat(LocalPlaces.warnings(role, defaults)).isEmpty();
        assertThat(LocalPlaces.finding(defaults)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void whatIsSharedAltogetherIsFine(Role role) {
        Settings shared = settings(
                Map.of(Setting.BROKER, "sqs://tasuki", Setting.RESULTS, POSTGRES, Setting.STORE, "s3://bucket"));

        assertThat(LocalPlaces.refusal(role, shared)).isEmpty();
        assertThat(LocalPlaces.warnings(role, shared)).isEmpty();
        assertThat(LocalPlaces.finding(shared)).isEmpty();
    }

    /** A directory may be a mounted one. */
    @Test
    void aDirectoryOfObjectsIsWarnedOf() {
        Settings directory = settings(Map.of(Setting.BROKER, "sqs://tasuki", Setting.RESULTS, POSTGRES));

        assertThat(LocalPlaces.refusal(Role.PRODUCER, directory)).isEmpty();
        assertThat(LocalPlaces.warnings(Role.PRODUCER, directory))
                .singleElement()
                .asString()
                .startsWith("the object store file:")
                .endsWith("give all of them --store s3://BUCKET, or a directory that all mount");
        assertThat(LocalPlaces.warnings(Role.SERVE, directory)).isEmpty();
    }

    @Test
    void messagesOfOneMachineBesideSharedRowsAreWarnedOf() {
        assertThat(LocalPlaces.warnings(
                        Role.CONSUMER, settings(Map.of(Setting.RESULTS, POSTGRES, Setting.STORE, "s3://bucket"))))
                .singleElement()
                .asString()
                .startsWith("the broker sqlite:")
                .endsWith("give all of them --broker " + POSTGRES);
    }

    private Settings settings(Map<Setting, String> some) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.DATA, directory.toString());
        flags.putAll(some);
        return new SettingsReader(new Sources(flags, Map.of(), directory)).read();
    }
}
