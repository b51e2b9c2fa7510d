package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how queues were. */
@Command(
        name = "queues",
        description = "Show how queues were in a period: what waits, what ended, and how long it took at most.",
        mixinStandardHelpOptions = true)
final class QueuesCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when on: a time such as 2026-11-29T08:00:00Z, or how long ago such as 6h (1h)")
    private @Nullable String since;

    private final CommandContext context;

    QueuesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(context);
        Map<String, String> given = new LinkedHashMap<>();
        Filter.put(given, "since", since);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode answer = server.get(ServerClient.path("/queues/history", given));
            if (serverOptions.json()) {
                screen.json(answer);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode queue : answer.path("queues")) {
                rows.add(List.of(
                        Cells.text(queue.path("queue")),
                        last(queue.path("waiting")),
                        Cells.seconds(highest(queue.path("oldest_s"))),
                        sum(queue.path("done")),
                        sum(queue.path("failed")),
                        Cells.seconds(highest(queue.path("wait_s").path("p95"))),
                        Cells.seconds(highest(queue.path("run_s").path("p95")))));
            }
            List<String> heads = List.of("QUEUE", "WAITING", "OLDEST", "DONE", "FAILED", "WAITED (P95)", "RAN (P95)");
            screen.table(heads, rows, "no queues");
            screen.line("since %s UTC; oldest and quantiles are the highest of %s"
                    .formatted(
                            Cells.time(answer.path("from")),
                            answer.path("step_s").asLong() == 60 ? "all minutes" : "all steps"));
        }
        return Exit.OK;
    }

    /** What is known last; nothing for a queue that nobody has looked at yet. */
    private static String last(JsonNode line) {
        String known = "";
        for (JsonNode value : line) {
            known = value.isNumber() ? value.asText() : known;
        }
        return known;
    }

    private static String sum(JsonNode line) {
        long sum = 0;
        for (JsonNode value : line) {
            sum += value.asLong();
        }
        return Long.toString(sum);
    }

    private static JsonNode highest(JsonNode line) {
        JsonNode highest = line.path(-1);
        for (JsonNode value : line) {
            highest = value.isNumber() && value.asDouble() >= highest.asDouble(-1) ? value : highest;
        }
        return highest;
    }
}
