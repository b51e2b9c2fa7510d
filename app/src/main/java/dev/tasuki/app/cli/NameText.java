package dev.tasuki.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A name of models for people. */
final class NameText {
    private static final int CHANGES = 10;

    private NameText() {}

    static void print(Screen screen, JsonNode name) {
        screen.line("%-26s %s".formatted("name", name.path("name").asText()));
        screen.line("%-26s %s"
                .formatted(
                        "means",
                        name.path("means").isNull()
                                ? "the model with this id"
                                : "version " + name.path("means").asText()));
        List<List<String>> versions = new ArrayList<>();
        for (JsonNode version : name.path("versions")) {
            versions.add(List.of(
                    version.path("version").asText(),
                    version.path("model_id").asText(),
                    Cells.time(version.path("at")),
                    aliases(name, version.path("version").asLong())));
        }
        screen.line("");
        screen.table(List.of("VERSION", "MODEL", "COMPLETED (UTC)", "ALIASES"), versions, "no versions");
        List<List<String>> changes = new ArrayList<>();
        for (JsonNode change : name.path("history")) {
            if (changes.size() == CHANGES) {
                break;
            }
            changes.add(List.of(
                    Cells.time(change.path("at")),
                    change.path("alias").asText(),
                    change.path("version").isNull()
                            ? "deleted"
                            : change.path("version").asText(),
                    change.path("how").asText(),
                    Cells.text(change.path("by"))));
        }
        if (!changes.isEmpty()) {
            screen.line("");
            screen.table(List.of("CHANGED (UTC)", "ALIAS", "VERSION", "HOW", "BY"), changes, "no changes");
        }
    }

    private static String aliases(JsonNode name, long version) {
        List<String> aliases = new ArrayList<>();
        for (JsonNode alias : name.path("aliases")) {
            if (alias.path("version").asLong() == version) {
                aliases.add(alias.path("alias").asText());
            }
        }
        if (name.path("latest").asLong() == version) {
            aliases.add("latest");
        }
        return String.join(", ", aliases);
    }
}
