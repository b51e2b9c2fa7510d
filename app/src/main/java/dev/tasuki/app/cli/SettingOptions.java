package dev.tasuki.app.cli;

import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.SettingsReader;
import dev.tasuki.app.settings.Sources;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as options of a command. */
final class SettingOptions {
    private SettingOptions() {}

    /** Adds an option for each setting. */
    static void declare(CommandSpec command, Set<Setting> settings) {
        for (Setting setting : settings) {
            OptionSpec.Builder option = OptionSpec.builder(setting.flags())
                    .type(String.class)
                    .paramLabel(setting.placeholder())
                    .description(setting.description() + " (" + setting.defaultText() + ")");
            if (!setting.words().isEmpty()) {
                option.completionCandidates(setting.words());
            }
            command.addOption((setting.yesOrNo() ? option.arity("0..1").fallbackValue("true") : option).build());
        }
    }

    /** A reader of the settings, the flags of this command line among their sources. */
    static SettingsReader reader(CommandSpec command, CommandContext context) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            OptionSpec option = command.findOption(setting.flag());
            if (option != null && command.commandLine().getParseResult().hasMatchedOption(option)) {
                flags.put(setting, String.valueOf(option.<Object>getValue()));
            }
        }
        return new SettingsReader(new Sources(flags, context.environment(), context.directory()));
    }
}
