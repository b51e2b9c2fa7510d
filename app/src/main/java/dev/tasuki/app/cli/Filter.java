package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows of a list are wanted. */
final class Filter {
    @Option(
            names = "--state",
            completionCandidates = Choices.States.class,
            paramLabel = "STATE",
            description = "Only these, e.g. TASK_ERROR,TASK_CANCELLED")
    private @Nullable String state;

    @Option(names = "--dataset", paramLabel = "ID", description = "Only of this dataset")
    private @Nullable String dataset;

    @Option(names = "--tag", paramLabel = "TAG", description = "Only with this tag")
    private @Nullable String tag;

    @Option(
            names = "--algorithm",
            completionCandidates = Choices.Algorithms.class,
            paramLabel = "NAME",
            description = "Only of these, e.g. Ridge,LinearRegression")
    private @Nullable String algorithm;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (50)")
    private @Nullable String limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an earlier list ended")
    private @Nullable String cursor;

    /** Throws {@link Failure} for what was given and is empty: it must not mean all. */
    String path(String list) {
        return ServerClient.path(list, given());
    }

    /** The parameters that were given; the same. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "state", state);
        put(given, "dataset", dataset);
        put(given, "tag", tag);
        put(given, "algorithm", algorithm);
        put(given, "limit", limit);
        put(given, "cursor", cursor);
        return given;
    }

    static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new Failure(Exit.WRONG, "--" + name + " is empty; give it a value, or leave it out");
        }
        if (value != null) {
            given.put(name, value);
        }
    }

    void tellOfMore(Screen screen, JsonNode page) {
        if (page.hasNonNull("next_cursor")) {
            screen.line("more: --cursor " + page.path("next_cursor").asText());
        }
    }
}
