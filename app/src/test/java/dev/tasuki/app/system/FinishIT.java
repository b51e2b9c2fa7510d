package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of far too many trees that end with those they have, as a user has them end. */
class FinishIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MANY = 50_000;

    @TempDir
    Path directory;

    @Test
    void aRunWhoseTimeIsUpKeepsItsTreesIfToldTo() throws IOException {
        try (Program server = Program.serving(new Place(directory), "serve")) {
            Place place = client(server);
            String id = train(place, "--timeout-s", "0.5", "--on-timeout", "keep", "--wait");

            JsonNode shown = shown(place, id, "timeout");
            assertThat(shown.path("trees").asInt())
                    .isEqualTo(shown.at("/finished_early/grown").asInt())
                    .isEqualTo(shown.at("/parameters/n_estimators").asInt());
            assertThat(Program.run(place, "models", "show", id).expect(0).out())
                    .contains("finished early", " trees of " + MANY + " (timeout)");
            assertThat(arguments(place, "--on-timeout", "wait").expect(2).err())
                    .contains("on_timeout", "'fail' or 'keep'");
        }
    }

    @Test
    void aFinishOutlivesTheProcessThatTrains() throws IOException {
        String id;
        try (Program server = Program.serving(new Place(directory), "serve", "--checkpoint", "1s")) {
            Place place = client(server);
            id = train(place);
            Ended asked = finish(place, id);
            for (int i = 0; i < 60 && asked.exit() == 5; i++) {
                assertThat(asked.err()).contains("TASK_RECEIVED");
                asked = finish(place, id);
            }
            asked.expect(0);
            server.kill();
        }
        try (Program server = Program.serving(new Place(directory), "serve")) {
            Place place = client(server);
            assertThat(Program.run(place, "tasks", "show", id, "--wait")
                            .expect(0)
                            .out())
                    .contains("TASK_COMPLETED");
            shown(place, id, "request");
        }
    }

    private Place client(Program server) {
        return new Place(directory, Map.of("TASUKI_URL", server.url()));
    }

    private static Ended finish(Place place, String id) {
        return Program.run(place, "tasks", "finish", id);
    }

    private static JsonNode shown(Place place, String id, String reason) throws IOException {
        JsonNode shown = json(Program.run(place, "models", "show", id, "--json").expect(0));
        assertThat(shown.at("/finished_early/by").asText()).isEqualTo(reason);
        assertThat(shown.at("/finished_early/requested").asInt()).isEqualTo(MANY);
        assertThat(shown.at("/finished_early/grown").asInt()).isBetween(1, MANY - 1);
        return shown;
    }

    private static String train(Place place, String... further) throws IOException {
        List<String> all = new ArrayList<>(List.of(further));
        all.add("--json");
        return json(arguments(place, all.toArray(String[]::new)).expect(0))
                .path("model_id")
                .asText();
    }

    private static Ended arguments(Place place, String... further) {
        List<String> all = new ArrayList<>(
                List.of("train", "--dataset", "diabetes", "--target", "target", "-p", "n_estimators=" + MANY));
        all.addAll(List.of(further));
        return Program.run(place, all.toArray(String[]::new));
    }

    private static JsonNode json(Ended ended) throws IOException {
        return MAPPER.readTree(ended.out());
    }
}
