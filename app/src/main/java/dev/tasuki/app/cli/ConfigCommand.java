package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.SettingsReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the settings. */
@Command(
        name = "show",
        description = {
            "Show every setting's value and where it comes from, passwords masked.",
            "They are those of a server started here; a running one is not asked. --url is for the commands that ask."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    private final CommandContext context;

    private ConfigCommand(CommandContext context) {
        this.context = context;
    }

    /** The command with an option for every setting. */
    static CommandSpec spec(CommandContext context) {
        CommandSpec show = CommandSpec.forAnnotatedObject(new ConfigCommand(context));
        SettingOptions.declare(show, EnumSet.allOf(Setting.class));
        // Without a word behind it, it shows, too.
        CommandSpec config =
                CommandSpec.forAnnotatedObject(new ConfigCommand(context)).name("config");
        SettingOptions.declare(config, EnumSet.allOf(Setting.class));
        config.usageMessage().description("Show the settings and where they come from.");
        config.addSubcommand("show", show);
        return config;
    }

    @Override
    public Integer call() {
        if (command == null) {
            throw new IllegalStateException("the command line was not parsed");
        }
        SettingsReader reader = SettingOptions.reader(command, context);
        Screen screen = new Screen(context);
        if (json) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            reader.given()
                    .forEach((setting, given) -> all.putObject(setting.key())
                            .put("value", given.masked(setting))
                            .put("from", given.from())
                            .put("variable", setting.variable()));
            screen.json(all);
        } else {
            List<List<String>> rows = new ArrayList<>();
            reader.given()
                    .forEach((setting, given) -> rows.add(List.of(setting.key(), given.masked(setting), given.from())));
            screen.table(List.of("SETTING", "VALUE", "FROM"), rows, "");
            screen.line("");
            screen.line("A server started here would have these; no running server was asked.");
        }
        // What is wrong is told after all was shown.
        reader.read();
        return Exit.OK;
    }
}
