package dev.tasuki.app.cli;

import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.SettingText;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import dev.tasuki.app.wiring.LogEvent;
import dev.tasuki.app.wiring.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a process that cannot go on says last. Where the log of a server, producer or consumer is JSON, this is, too:
 * whatever reads the log reads it. Asked before the settings are known to be right, so that it goes by what was typed.
 *
 * @param arguments all that was typed
 */
record LastLine(String[] arguments, CommandContext context) {
    private static final String FLAG = Setting.LOG_FORMAT.flag();

    /** Prints it. */
    void print(int exit, String code, String sentence) {
        context.err()
                .println(
                        json()
                                ? LogEvent.end(Instant.now(), code, sentence, exit)
                                        .toString()
                                : "tasuki: " + Screen.clean(sentence));
    }

    /** Whether the log of this process is JSON. */
    boolean json() {
        return arguments.length > 0
                && Arrays.stream(Role.values()).anyMatch(role -> role.text().equals(arguments[0]))
                && format().equals("json");
    }

    private String format() {
        List<String> words = List.of(arguments);
        for (int i = words.size() - 1; i > 0; i--) {
            String word = words.get(i).replace("--log_format", FLAG);
            if (word.startsWith(FLAG + "=")) {
                return word.substring(FLAG.length() + 1);
            }
            if (word.equals(FLAG) && i + 1 < words.size()) {
                return words.get(i + 1);
            }
        }
        Sources sources = new Sources(Map.of(), context.environment(), context.directory());
        SettingText given = new SettingsReader(sources).given().get(Setting.LOG_FORMAT);
        return given == null ? "" : given.text();
    }
}
