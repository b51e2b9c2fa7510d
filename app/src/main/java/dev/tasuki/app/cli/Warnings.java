package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a server has to say of a request that it took. */
final class Warnings {
    private Warnings() {}

    /** One line each, beside the result. */
    static void print(JsonNode answer, CommandContext context) {
        answer.path("warnings").forEach(warning -> context.err().println("warning: " + Screen.clean(warning.asText())));
    }
}
