package dev.tasuki.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that cannot listen leaves nothing behind. */
class PortFirstTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Role.class)
    void aPortInUseIsToldBeforeAnythingIsMade(Role role) throws Exception {
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Setting port = role.listens() ? Setting.PORT : Setting.HEALTH_PORT;
            Map<Setting, String> flags =
                    Map.of(Setting.DATA, data.toString(), port, Integer.toString(taken.getLocalPort()));
            Settings settings = new SettingsReader(new Sources(flags, Map.of(), directory)).read();

            assertThatThrownBy(() -> Running.start(role, settings, "test", ProcessOverrides.NONE))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("the port is in use")
                    .hasMessageEndingWith("(" + port.flag() + ")");
            assertThat(data).doesNotExist();
        }
    }
}
