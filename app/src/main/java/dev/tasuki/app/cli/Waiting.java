package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.Refusals;
import dev.tasuki.app.client.ServerClient;
import java.util.ArrayList;
import java.util.List;

/** Waits for a task's end and shows how far it has come. */
final class Waiting {
    private final ServerClient server;
    private final Screen screen;
    private final ProgressLine line;

    Waiting(ServerClient server, Surroundings surroundings) {
        this.server = server;
        this.screen = new Screen(surroundings);
        this.line = new ProgressLine(surroundings);
    }

    /** Prints the task's end and returns the exit code; a task that failed is thrown as its refusal. */
    int until(String taskId, boolean json) {
        String path = "/tasks/" + ServerClient.segment(taskId);
        JsonNode task = server.get(path);
        while (!ended(task)) {
            show(task);
            task = server.get(path + "?wait=1");
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
