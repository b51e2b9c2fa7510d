package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which tasks to list. */
final class TaskFilterOptions {
    @Mixin
    private Filter filter = new Filter();

    @Option(names = "--name", paramLabel = "NAME", description = "Only with exactly this name")
    private @Nullable String name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only accepted since: a time such as 2026-11-29T08:00:00Z, or how long ago such as 6h")
    private @Nullable String since;

    /** As {@link Filter#path}. */
    String path() {
        Map<String, String> given = filter.given();
        Filter.put(given, "name", name);
        Filter.put(given, "since", since);
        return ServerClient.path("/tasks", given);
    }

    void tellOfMore(Screen screen, JsonNode page) {
        filter.tellOfMore(screen, page);
    }
}
