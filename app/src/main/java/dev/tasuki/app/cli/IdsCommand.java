package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the ids that a server knows, one a line, for the script of {@link CompletionCommand}. */
@Command(name = IdsCommand.NAME, hidden = true, mixinStandardHelpOptions = true)
final class IdsCommand implements Callable<Integer> {
    static final String NAME = "ids";

    /** What has ids, and the routes that list them. */
    enum Kind {
        datasets("/datasets", "dataset_id"),
        models("/models?limit=100", "model_id"),
        tasks("/tasks?limit=100", "task_id");

        private final String route;
        private final String field;

        Kind(String route, String field) {
            this.route = route;
            this.field = field;
        }
    }

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Parameters(paramLabel = "KIND", description = "datasets, models or tasks")
    private Kind kind = Kind.datasets;

    private final CommandContext context;

    IdsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ServerClient server = serverOptions.client(context)) {
            for (JsonNode each : server.get(kind.route).path(kind.name())) {
                context.out().println(Screen.clean(each.path(kind.field).asText()));
            }
        }
        return Exit.OK;
    }
}
