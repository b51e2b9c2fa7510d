package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.Shown;
import java.util.ArrayList;
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

    @Option(names = "--name", paramLabel = "TEXT", description = "A label for people")
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
    private Asking asking = new Asking();

    private final Surroundings surroundings;

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(surroundings);
        try (ServerClient server = asking.client(surroundings)) {
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
                return new PlanText(screen).show(plan, asking.json(), surroundings);
            }
            JsonNode answer = server.post("/train", body, headers);
            Warnings.print(answer, surroundings);
            JsonNode message = answer.path("message");
            String id = message.path("model_id").asText();
            if (wait) {
                return new Waiting(server, surroundings).until(id, asking.json());
            }
            if (asking.json()) {
                screen.json(message);
            } else {
                screen.line(message.path("status").asText() + " model " + id);
            }
            return Exit.OK;
        }
    }

    /** Those that can be learned from as they are; which others there are is said. */
    private List<String> columns(ServerClient server) {
        Sorted columns = new Sorted(training.target());
        String path = "/datasets/" + ServerClient.segment(training.dataset());
        String page = "";
        do {
            JsonNode dataset = server.get(path + page);
            long rows = dataset.path("rows").asLong();
            dataset.path("columns").forEach(column -> columns.add(column, rows));
            page = "?columns=" + dataset.path("columns_next").asText("");
        } while (!page.endsWith("="));
        String others = Screen.clean(Shown.first(columns.others));
        if (columns.usable.isEmpty()) {
            throw new Failure(Exit.WRONG, none(columns, others));
        }
        if (!others.isEmpty()) {
            surroundings.err().println("left out: " + others);
        }
        return columns.usable;
    }

    private String none(Sorted columns, String others) {
        return others.isEmpty()
                ? "dataset " + training.dataset() + " has no column but the target; a training needs a feature, too"
                : "no column of dataset " + training.dataset() + " can be learned from as it is: " + others
                        + columns.aboutTarget + "; store a file without gaps and with numbers for what is text";
    }

    /** Columns by whether they can be features. */
    private static final class Sorted {
        private final String target;
        private final List<String> usable = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private String aboutTarget = "";

        Sorted(String target) {
            this.target = target;
        }

        void add(JsonNode column, long rows) {
            String name = column.path("name").asText();
            long missing = column.path("missing").asLong();
            if (name.equals(target)) {
                aboutTarget = missing == 0 ? "" : "; the target, too: " + without(missing, rows);
                return;
            }
            String why = unusable(column, rows);
            if (why.isEmpty()) {
                usable.add(name);
            } else {
                others.add("\"" + name + "\" (" + why + ")");
            }
        }
    }

    private static String without(long missing, long rows) {
        return missing + " of " + rows + " rows have no value";
    }

    private static String unusable(JsonNode column, long rows) {
        long missing = column.path("missing").asLong();
        if (column.path("type").asText().equals("text")) {
            return "text";
        }
        if (missing > 0) {
            return without(missing, rows);
        }
        return column.path("type").asText().equals("boolean") || fits(column.path("min")) && fits(column.path("max"))
                ? ""
                : "values beyond the range of 32-bit floats";
    }

    /** An infinity is shown as null. */
    private static boolean fits(JsonNode extreme) {
        return extreme.isNumber() && Math.abs(extreme.asDouble()) <= Float.MAX_VALUE;
    }
}
