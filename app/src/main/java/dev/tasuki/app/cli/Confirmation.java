package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Says that something was done. */
final class Confirmation {
    private Confirmation() {}

    /** Prints the sentence, as JSON with {@code --json}; returns {@link Exit#OK}. */
    static int say(Screen screen, ServerOptions server, String sentence) {
        if (server.json()) {
            screen.json(JsonNodeFactory.instance.objectNode().put("done", sentence));
        } else {
            screen.line(sentence);
        }
        return Exit.OK;
    }
}
