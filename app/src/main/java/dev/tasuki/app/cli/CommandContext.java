package dev.tasuki.app.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * All that a command may know of the process it runs in.
 *
 * @param environment the variables
 * @param directory where relative paths begin
 * @param in what is piped in
 * @param out results
 * @param err progress and errors
 * @param terminal true if a person watches
 */
public record CommandContext(
        Map<String, String> environment,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal) {
    /** How many letters a line may have: the terminal's width, or any number without a terminal. */
    int columns() {
        if (!terminal) {
            return Integer.MAX_VALUE;
        }
        String told = environment.getOrDefault("COLUMNS", "");
        return told.matches("[1-9]\\d{0,4}")
                ? Integer.parseInt(told)
                : CommandSpec.create()
                        .usageMessage(new UsageMessageSpec().autoWidth(true))
                        .usageMessage()
                        .width();
    }

    /** True if colours are welcome: a terminal, and neither NO_COLOR nor TERM=dumb. */
    boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
