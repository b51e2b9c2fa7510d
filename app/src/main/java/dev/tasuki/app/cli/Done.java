package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Says that something was done. */
final class Done {
    private Done() {}

    /** Prints the sentence, as JSON if that was asked for; returns {@link Exit#OK}. */
    static int say(Screen screen, Asking asking, String sentence) {
        if (asking.json()) {
            screen.json(JsonNodeFactory.instance.objectNode().put("done", sentence));
        } else {
            screen.line(sentence);
        }
        return Exit.OK;
    }
}
