package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the processes that work, and has them rest. */
@Command(
        name = "workers",
        description =
                "List the processes that work: where, on what, and when each told so last; have one take nothing new.",
        mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {
    private static final String NAME = "The process, as tasuki workers names it";

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
                        Cells.text(worker.path("state")),
                        Cells.text(worker.path("host")),
                        slots(worker),
                        tasks(worker),
                        sum(worker, "done"),
                        sum(worker, "failed"),
                        Cells.time(worker.path("started")),
                        Cells.seconds(worker.path("heartbeat_age_s"))));
            }
            List<String> heads = List.of(
                    "WORKER", "STATE", "HOST", "AT ONCE", "WORKS ON", "DONE", "FAILED", "STARTED (UTC)", "TOLD BEFORE");
            screen.table(heads, rows, "no process works; start one with: tasuki consumer");
        }
        return Exit.OK;
    }

    @Command(
            name = "drain",
            description = "Have a process take nothing new and finish what it works on; it does not end.",
            mixinStandardHelpOptions = true)
    int drain(@Mixin ServerOptions asked, @Parameters(paramLabel = "WORKER", description = NAME) String name) {
        return wish(asked, name, "drain", "it takes nothing new within 5 s and finishes what it works on");
    }

    @Command(name = "resume", description = "Have a process take work again.", mixinStandardHelpOptions = true)
    int resume(@Mixin ServerOptions asked, @Parameters(paramLabel = "WORKER", description = NAME) String name) {
        return wish(asked, name, "resume", "it takes work again within 5 s");
    }

    @Command(name = "forget", description = "Take a lost process off the list.", mixinStandardHelpOptions = true)
    int forget(@Mixin ServerOptions asked, @Parameters(paramLabel = "WORKER", description = NAME) String name) {
        try (ServerClient server = asked.client(context)) {
            server.delete(path(name));
            return Confirmation.say(new Screen(context), asked, "forgot worker " + name);
        }
    }

    private int wish(ServerOptions asked, String name, String verb, String effect) {
        Screen screen = new Screen(context);
        try (ServerClient server = asked.client(context)) {
            JsonNode worker = server.post(path(name) + "/" + verb);
            if (asked.json()) {
                screen.json(worker);
            } else {
                String state = worker.path("state").asText();
                screen.line("worker " + name + " is " + state + (state.equals("drained") ? "" : ": " + effect));
            }
        }
        return Exit.OK;
    }

    private static String path(String name) {
        return "/workers/" + ServerClient.segment(name);
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
