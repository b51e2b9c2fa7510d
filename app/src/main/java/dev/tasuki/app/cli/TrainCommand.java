package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a server for a training. */
@Command(
        name = "train",
        description = "Train a model on a stored dataset.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "A label for people; one that has the form of an id also numbers the models of that name")
    private @Nullable String name;

    @Option(names = "--tag", paramLabel = "TAG", description = "A label to filter by; may be repeated")
    private List<String> tags = List.of();

    @Mixin
    private WhenOptions when = new WhenOptions();

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key and request again give the same task, not a second one")
    private @Nullable String idempotencyKey;

    @Option(names = "--dry-run", description = "Say what would be trained and for which price, and train nothing")
    private boolean dryRun;

    @Option(names = "--wait", description = "Stay until the model is trained, and show the progress")
    private boolean wait;

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    TrainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            ObjectNode body = training.body(() -> columns(server));
            if (name != null) {
                body.put("name", name);
            }
            if (!tags.isEmpty()) {
                tags.forEach(body.putArray("tags")::add);
            }
            when.fill(body);
            Map<String, String> headers = idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
            if (dryRun) {
                JsonNode plan = server.post("/train?validateOnly=true", body, headers);
                return new PlanText(screen).show(plan, serverOptions.json(), context);
            }
            JsonNode answer = server.post("/train", body, headers);
            LeftOutColumns.print(answer, context);
            Warnings.print(answer, context);
            JsonNode message = answer.path("message");
            String id = message.path("model_id").asText();
            if (wait) {
                return new Waiting(server, context).until(id, serverOptions.json());
            }
            if (serverOptions.json()) {
                screen.json(message);
            } else {
                screen.line(message.path("status").asText() + " model " + id);
            }
            return Exit.OK;
        }
    }

    /** Those that can be learned from as they are; which others there are is said. */
    private List<String> columns(ServerClient server) {
        UsableColumns columns = new UsableColumns(training.dataset(), training.target(), training.prepared());
        String path = "/datasets/" + ServerClient.segment(training.dataset());
        String page = "";
        do {
            JsonNode dataset = server.get(path + page);
            columns.add(dataset);
            page = "?columns=" + dataset.path("columns_next").asText("");
        } while (!page.endsWith("="));
        return columns.names(context);
    }
}
