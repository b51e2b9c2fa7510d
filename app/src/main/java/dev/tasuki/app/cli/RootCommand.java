package dev.tasuki.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: prints what there is. */
@Command(
        name = "tasuki",
        description = "Machine-learning work, asynchronously: train models on tables and predict with them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 well, 1 defect, 2 wrong input, 3 not found, 4 check failed, 5 not ready,",
            "6 unavailable, 7 no answer in time, 8 cancelled.",
            "Every option of serve has a variable, TASUKI_ and its name: --port is TASUKI_PORT."
        })
final class RootCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    private final CommandContext context;

    RootCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(context.out());
        }
        return Exit.OK;
    }
}
