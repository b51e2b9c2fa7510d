package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.adapter.Finding;
import dev.tasuki.app.adapter.Finding.State;
import dev.tasuki.app.cli.Screen.Tone;
import dev.tasuki.app.doctor.Examination;
import dev.tasuki.app.doctor.Section;
import dev.tasuki.app.settings.Setting;
import dev.tasuki.app.settings.Settings;
import dev.tasuki.app.wiring.Logging;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether everything is well here. */
@Command(
        name = "doctor",
        description = {
            "Check this machine, the settings and what they name, and the server at --url; ends with 4 if something"
                    + " fails.",
            "While that server runs, broker and stores are what it says of its own, not those of the settings."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Option(names = "--write", description = "Also store, read and delete an object, to see whether that is allowed")
    private boolean write;

    @Spec
    private @Nullable CommandSpec command;

    private final CommandContext context;

    private DoctorCommand(CommandContext context) {
        this.context = context;
    }

    /** The command with an option for every setting. */
    static CommandSpec spec(CommandContext context) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new DoctorCommand(context));
        SettingOptions.declare(spec, EnumSet.allOf(Setting.class));
        return spec;
    }

    @Override
    public Integer call() {
        Logging.quiet();
        Settings settings =
                SettingOptions.reader(Objects.requireNonNull(command), context).read();
        List<Section> sections = new Examination(settings, write).sections();
        Screen screen = new Screen(context);
        if (json) {
            screen.json(json(sections));
        } else {
            sections.forEach(section -> {
                screen.line(section.title());
                section.findings().forEach(finding -> print(screen, finding));
            });
        }
        boolean failing = sections.stream()
                .flatMap(section -> section.findings().stream())
                .anyMatch(finding -> finding.state() == State.FAIL);
        return failing ? Exit.FAILED : Exit.OK;
    }

    private static void print(Screen screen, Finding finding) {
        String word = "%-4s".formatted(finding.state().name().toLowerCase(Locale.ROOT));
        Tone tone = switch (finding.state()) {
            case OK -> Tone.GOOD;
            case WARN -> Tone.DOUBTFUL;
            case FAIL -> Tone.BAD;
        };
        String line = "  %-14s %s".formatted(finding.subject(), Screen.clean(finding.detail()));
        screen.coloured(screen.toned(word, tone) + line);
        if (!finding.remedy().isEmpty()) {
            screen.line(" ".repeat(21) + "→ " + finding.remedy());
        }
    }

    private static ObjectNode json(List<Section> sections) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode checks = all.putArray("checks");
        sections.forEach(section -> section.findings()
                .forEach(finding -> checks.addObject()
                        .put("about", section.about())
                        .put("subject", finding.subject())
                        .put("state", finding.state().name().toLowerCase(Locale.ROOT))
                        .put("detail", finding.detail())
                        .put("remedy", finding.remedy())));
        return all;
    }
}
