package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.client.ServerClient;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which rows of a list are wanted. */
final class Filter {
    @Option(names = "--state", paramLabel = "STATE", description = "Only these, e.g. TASK_ERROR,TASK_CANCELLED")
    private String state = "";

    @Option(names = "--dataset", paramLabel = "ID", description = "Only of this dataset")
    private String dataset = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "Only with this tag")
    private String tag = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (50)")
    private String limit = "";

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on where an earlier list ended")
    private String cursor = "";

    String path(String list) {
        return ServerClient.path(
                list, Map.of("state", state, "dataset", dataset, "tag", tag, "limit", limit, "cursor", cursor));
    }

    void tellOfMore(Screen screen, JsonNode page) {
        if (page.hasNonNull("next_cursor")) {
            screen.line("more: --cursor " + page.path("next_cursor").asText());
        }
    }
}
