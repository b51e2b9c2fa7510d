package dev.tasuki.app.cli;

import dev.tasuki.app.wiring.FitProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One training that another process of this program asks for ({@code --isolate-fits}). Not for people. */
@Command(name = FitProcess.COMMAND, hidden = true)
final class FitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "6")
    private List<String> arguments = new ArrayList<>();

    FitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return FitProcess.of(arguments).run(context.in(), context.out());
    }
}
