package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.Limits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows trained models side by side. */
@Command(
        name = "compare",
        description = {
            "Compare two to five trained models: their figures, who leads, and the settings that differ.",
            "Which is better is said only of models that were measured on the same rows."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    private static final int LEAST = 2;
    private static final int MOST = Limits.COMPARED_MODELS.intValue();

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description =
                    "A model's id; six letters that begin it will do, or @latest; or a name, name@3, name@champion")
    private List<String> models = List.of();

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    CompareCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (models.size() < LEAST || models.size() > MOST) {
            throw new Failure(
                    Exit.WRONG, "compare takes " + LEAST + " to " + MOST + " models, and not " + models.size());
        }
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            List<String> refs = models.stream()
                    .map(model -> ShortIds.MODEL.whole(server, model))
                    .toList();
            JsonNode comparison = server.get(ServerClient.path("/compare", Map.of("refs", String.join(",", refs))));
            if (serverOptions.json()) {
                screen.json(comparison);
            } else {
                new ComparisonText(models, comparison).print(screen);
            }
        }
        return Exit.OK;
    }
}
