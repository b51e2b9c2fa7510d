package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.NoServer;
import dev.tasuki.app.client.Refusals;
import dev.tasuki.app.client.ServerClient;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a task's end and shows how far it has come. */
final class Waiting {
    /** Tries to reach a server that went away: for about a minute. */
    private static final int TRIES = 60;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final ServerClient server;
    private final CommandContext context;
    private final Screen screen;
    private final ProgressLine line;

    Waiting(ServerClient server, CommandContext context) {
        this.server = server;
        this.context = context;
        this.screen = new Screen(context);
        this.line = new ProgressLine(context);
    }

    /**
     * Says first which task it is, prints the task's end and returns the exit code; a task that failed is
     * thrown as its refusal. A server that goes away meanwhile is waited for: the task goes on with it.
     */
    int until(String taskId, boolean json) {
        context.err().println("task " + Screen.clean(taskId));
        String path = "/tasks/" + ServerClient.segment(taskId);
        JsonNode task = server.get(path);
        while (!ended(task)) {
            show(task);
            task = get(path + "?wait=1", taskId);
        }
        if (task.path("state").asText().equals("TASK_COMPLETED")) {
            line.show(1, "done", "");
        }
        line.end();
        if (json) {
            screen.json(task);
        } else {
            screen.line(summary(task));
        }
        return exit(task);
    }

    private JsonNode get(String path, String taskId) {
        for (int tries = 1; ; tries++) {
            try {
                return server.get(path);
            } catch (NoServer | Unavailable away) {
                if (tries == TRIES) {
                    line.end();
                    throw new Failure(
                            Exit.UNAVAILABLE,
                            away.getMessage() + "\nthe task goes on when the server is back; follow it with"
                                    + " tasuki tasks wait " + taskId);
                }
                if (tries == 1) {
                    line.end();
                    context.err().println("the server is away, waiting for it");
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.UNAVAILABLE, "interrupted while waiting");
        }
    }

    private static boolean ended(JsonNode task) {
        return switch (task.path("state").asText()) {
            case "TASK_COMPLETED", "TASK_ERROR", "TASK_CANCELLED" -> true;
            default -> false;
        };
    }

    private void show(JsonNode task) {
        JsonNode progress = task.path("progress");
        line.show(
                progress.path("fraction").asDouble(),
                progress.path("stage").asText(),
                progress.path("text").asText());
    }

    private static String summary(JsonNode task) {
        List<String> words = new ArrayList<>();
        words.add(
                task.path("state").asText() + " model " + task.path("model_id").asText());
        task.path("metrics")
                .properties()
                .forEach(metric ->
                        words.add(metric.getKey() + " " + metric.getValue().asText()));
        return String.join("  ", words);
    }

    private static int exit(JsonNode task) {
        JsonNode error = task.path("error");
        return switch (task.path("state").asText()) {
            case "TASK_COMPLETED" -> Exit.OK;
            case "TASK_CANCELLED" -> Exit.CANCELLED;
            default ->
                throw Refusals.of(
                        error.path("code").asText(), error.path("detail").asText());
        };
    }
}
