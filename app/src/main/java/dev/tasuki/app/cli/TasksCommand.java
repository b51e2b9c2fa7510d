package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at tasks and acts on them. */
@Command(
        name = "tasks",
        description = "List, show, await, cancel, finish and retry tasks.",
        mixinStandardHelpOptions = true)
final class TasksCommand implements Callable<Integer> {
    private static final String ID =
            "The task's id, for a training the model's id; six letters that begin it will do, or @latest";

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private TaskFilterOptions filter = new TaskFilterOptions();

    private final CommandContext context;

    TasksCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return list(serverOptions, filter);
    }

    @Command(name = "list", description = "List tasks, newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin ServerOptions serverOptions, @Mixin TaskFilterOptions filter) {
        Screen screen = new Screen(context);
        try (ServerClient server = serverOptions.client(context)) {
            JsonNode page = server.get(filter.path());
            if (serverOptions.json()) {
                screen.json(page);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode task : page.path("tasks")) {
                rows.add(List.of(
                        Cells.text(task.path("task_id")),
                        Cells.text(task.path("state")),
                        Cells.text(task.path("dataset_id")),
                        progress(task),
                        Cells.time(task.path("times").path("created")),
                        Cells.text(task.path("name")),
                        Cells.words(task.path("tags"))));
            }
            List<String> heads = List.of("TASK", "STATE", "DATASET", "PROGRESS", "CREATED (UTC)", "NAME", "TAGS");
            screen.table(heads, rows, "no tasks");
            filter.tellOfMore(screen, page);
        }
        return Exit.OK;
    }

    private static String progress(JsonNode task) {
        return task.hasNonNull("error")
                ? Cells.text(task.path("error").path("code"))
                : Math.round(task.path("progress").path("fraction").asDouble() * 100) + " %";
    }

    @Command(name = "show", description = "Show a task.", mixinStandardHelpOptions = true)
    int show(
            @Mixin ServerOptions serverOptions,
            @Option(names = "--wait", description = "Stay until it has ended") boolean wait,
            @Parameters(paramLabel = "TASK", description = ID) String id) {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.TASK.whole(server, id);
            if (wait) {
                return new Waiting(server, context).until(whole, serverOptions.json());
            }
            return print(server.get("/tasks/" + ServerClient.segment(whole)), serverOptions.json());
        }
    }

    @Command(
            name = "wait",
            description = "Stay until a task has ended, and show its progress.",
            mixinStandardHelpOptions = true)
    int await(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "TASK", description = ID) String id) {
        try (ServerClient server = serverOptions.client(context)) {
            return new Waiting(server, context).until(ShortIds.TASK.whole(server, id), serverOptions.json());
        }
    }

    @Command(name = "cancel", description = "Cancel a task.", mixinStandardHelpOptions = true)
    int cancel(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "TASK", description = ID) String id) {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.TASK.whole(server, id);
            return print(server.delete("/tasks/" + ServerClient.segment(whole)), serverOptions.json());
        }
    }

    @Command(
            name = "finish",
            description = "Finish a running task now: the trees or rounds that are there become its model.",
            mixinStandardHelpOptions = true)
    int finish(@Mixin ServerOptions serverOptions, @Parameters(paramLabel = "TASK", description = ID) String id) {
        try (ServerClient server = serverOptions.client(context)) {
            String whole = ShortIds.TASK.whole(server, id);
            return print(server.post("/tasks/" + ServerClient.segment(whole) + "/finish"), serverOptions.json());
        }
    }

    @Command(
            name = "retry",
            description = {
                "Put a failed or cancelled task back into the queue, or all that failed.",
                "With --set and -p it asks for something else from now on; its id stays."
            },
            mixinStandardHelpOptions = true)
    int retry(
            @Mixin ServerOptions serverOptions,
            @Mixin RetryOptions options,
            @Parameters(arity = "0..1", paramLabel = "TASK", description = ID) @Nullable String id) {
        options.check(id);
        try (ServerClient server = serverOptions.client(context)) {
            if (id != null) {
                String path = "/tasks/" + ServerClient.segment(ShortIds.TASK.whole(server, id)) + "/retry";
                return print(server.postBytes(path, options.changes()), serverOptions.json());
            }
            JsonNode answer = server.post(options.path());
            Screen screen = new Screen(context);
            if (serverOptions.json()) {
                screen.json(answer);
            } else {
                screen.line(said(answer));
                refused(answer);
            }
            return Exit.OK;
        }
    }

    private static String said(JsonNode answer) {
        String count = answer.path("retried").asInt() + " tried again";
        String until = answer.hasNonNull("until") ? ", the last of them at " + Cells.time(answer.path("until")) : "";
        String more = answer.path("more").asBoolean() ? "; there are more, say it again for them" : "";
        return count + until + more;
    }

    private void refused(JsonNode answer) {
        int count = answer.path("refused").asInt();
        if (count == 0) {
            return;
        }
        context.err().println("left as they are, since they would fail again: " + count);
        JsonNode examples = answer.path("refused_tasks");
        for (JsonNode task : examples) {
            String line =
                    task.path("task_id").asText() + ": " + task.path("detail").asText();
            context.err().println("  " + Screen.clean(line));
        }
        if (examples.size() < count) {
            context.err().println("  and " + (count - examples.size()) + " more");
        }
    }

    private int print(JsonNode task, boolean json) {
        Screen screen = new Screen(context);
        if (json) {
            screen.json(task);
            return Exit.OK;
        }
        line(screen, "task", Cells.text(task.path("task_id")));
        line(screen, "state", Cells.text(task.path("state")));
        line(screen, "dataset", Cells.text(task.path("dataset_id")));
        line(screen, "name", Cells.text(task.path("name")));
        line(screen, "tags", Cells.words(task.path("tags")));
        line(
                screen,
                "progress",
                progress(task) + " " + Cells.text(task.path("progress").path("text")));
        line(screen, "attempts", Cells.text(task.path("attempts")));
        JsonNode schedule = task.path("schedule");
        line(screen, "priority", Cells.text(schedule.path("priority")));
        line(screen, "run at", Cells.time(schedule.path("run_at")));
        line(screen, "expires at", Cells.time(schedule.path("expires_at")));
        line(screen, "timeout s", Cells.text(schedule.path("timeout_s")));
        task.path("times").properties().forEach(time -> line(screen, time.getKey(), Cells.time(time.getValue())));
        line(screen, "metrics", Cells.metrics(task.path("metrics")));
        line(screen, "error", Cells.text(task.path("error").path("detail")));
        return Exit.OK;
    }

    private static void line(Screen screen, String name, String value) {
        if (!value.isBlank()) {
            screen.line("%-10s %s".formatted(name, value.strip()));
        }
    }
}
