package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the processes that work. */
@Command(
        name = "workers",
        description = "List the processes that work: where, on what, and when each told so last.",
        mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    WorkersCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode answer = server.get("/workers");
            if (serverOptions.json()) {
                screen.json(answer);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode worker : answer.path("workers")) {
                rows.add(List.of(
                        Cells.text(worker.path("worker")),
                        Cells.text(worker.path("host")),
                        slots(worker),
                        tasks(worker),
                        sum(worker, "done"),
                        sum(worker, "failed"),
                        Cells.time(worker.path("started")),
                        Cells.seconds(worker.path("heartbeat_age_s"))));
            }
            List<String> heads =
                    List.of("WORKER", "HOST", "AT ONCE", "WORKS ON", "DONE", "FAILED", "STARTED (UTC)", "TOLD BEFORE");
            screen.table(heads, rows, "no process works; start one with: tasuki consumer");
        }
        return Exit.OK;
    }

    private static String slots(JsonNode worker) {
        List<String> slots = new ArrayList<>();
        for (JsonNode queue : worker.path("queues")) {
            String name = queue.path("queue").asText();
            slots.add(name.substring(name.lastIndexOf('.') + 1) + " "
                    + queue.path("slots").asInt());
        }
        return String.join(" ", slots);
    }

    private static String tasks(JsonNode worker) {
        List<String> ids = worker.path("tasks").findValuesAsText("task_id");
        int more = worker.path("busy").asInt() - ids.size();
        return String.join(" ", ids) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String sum(JsonNode worker, String what) {
        return Long.toString(worker.path("trainings").path(what).asLong()
                + worker.path("predictions").path(what).asLong());
    }
}
