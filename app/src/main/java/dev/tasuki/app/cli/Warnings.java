package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a server has to say of a request that it took. */
final class Warnings {
    private Warnings() {}

    /** One line each, beside the result. */
    static void print(JsonNode answer, Surroundings surroundings) {
        answer.path("warnings")
                .forEach(warning -> surroundings.err().println("warning: " + Screen.clean(warning.asText())));
    }
}
