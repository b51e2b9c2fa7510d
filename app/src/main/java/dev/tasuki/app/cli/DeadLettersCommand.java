package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deals with messages that no consumer could read. */
@Command(
        name = "dead-letters",
        description = "List, retry and remove messages that no consumer could read.",
        mixinStandardHelpOptions = true)
final class DeadLettersCommand implements Callable<Integer> {
    private static final String QUEUE = "The queue, e.g. queue.model.train";
    private static final String ID = "The letter's id";

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    private final CommandContext context;

    DeadLettersCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return list(serverOptions, "", "");
    }

    @Command(name = "list", description = "List them, oldest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions asked,
            @Option(names = "--queue", paramLabel = "QUEUE", defaultValue = "", description = QUEUE) String queue,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "", description = "At most so many (50)")
                    String limit) {
        Screen screen = new Screen(context);
        try (ServerClient server = asked.client(context)) {
            JsonNode page = server.get(ServerClient.path("/dead-letters", Map.of("queue", queue, "limit", limit)));
            if (asked.json()) {
                screen.json(page);
                return Exit.OK;
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode letter : page.path("dead_letters")) {
                rows.add(List.of(
                        Cells.text(letter.path("queue")),
                        Cells.text(letter.path("id")),
                        Cells.time(letter.path("since")),
                        Cells.text(letter.path("reason"))));
            }
            screen.table(List.of("QUEUE", "ID", "SINCE (UTC)", "REASON"), rows, "no dead letters");
        }
        return Exit.OK;
    }

    @Command(
            name = "retry",
            description = "Put one back into its queue, or all of a queue if no id is given.",
            mixinStandardHelpOptions = true)
    int retry(
            @Mixin ServerOptions asked,
            @Option(names = "--body", paramLabel = "FILE", description = "A file with the mended message") @Nullable
                    Path body,
            @Option(names = "--rate", paramLabel = "N", defaultValue = "10", description = "Letters a second, for all")
                    String rate,
            @Parameters(index = "0", paramLabel = "QUEUE", description = QUEUE) String queue,
            @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = ID) @Nullable String id)
            throws IOException {
        if (id == null && body != null) {
            throw new Failure(Exit.WRONG, "--body mends one letter; name its ID after the queue");
        }
        byte[] mended = body == null
                ? new byte[0]
                : FileArgument.of("--body ", body, context).bytes();
        Screen screen = new Screen(context);
        String path = "/dead-letters/" + ServerClient.segment(queue);
        try (ServerClient server = asked.client(context)) {
            JsonNode answer = id == null
                    ? server.post(ServerClient.path(path + "/retry", Map.of("rate", rate)))
                    : server.postBytes(path + "/" + ServerClient.segment(id) + "/retry", mended);
            if (asked.json()) {
                screen.json(answer);
            } else {
                screen.line(answer.path("retried").asInt() + " tried again");
            }
        }
        return Exit.OK;
    }

    @Command(name = "remove", description = "Throw one away.", mixinStandardHelpOptions = true)
    int remove(
            @Mixin ServerOptions asked,
            @Parameters(index = "0", paramLabel = "QUEUE", description = QUEUE) String queue,
            @Parameters(index = "1", paramLabel = "ID", description = ID) String id) {
        try (ServerClient server = asked.client(context)) {
            server.delete("/dead-letters/" + ServerClient.segment(queue) + "/" + ServerClient.segment(id));
        }
        new Screen(context).line("removed");
        return Exit.OK;
    }
}
