package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what runs here. */
@Command(name = "version", description = "Tell the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    private final CommandContext context;

    VersionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(context);
        String java = Runtime.version().toString();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (json) {
            screen.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("tasuki", Version.text())
                    .put("java", java)
                    .put("system", system));
        } else {
            screen.line("tasuki " + Version.text() + " (Java " + java + ", " + system + ")");
        }
        return Exit.OK;
    }
}
