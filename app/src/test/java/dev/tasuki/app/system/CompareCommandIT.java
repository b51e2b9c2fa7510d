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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands that tell models apart: the list by algorithm, and models side by side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareCommandIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path directory;

    private Program server;
    private Place place;
    private String forest;
    private String ridge;
    private String found;

    @BeforeAll
    void serve() throws IOException {
        server = Program.serving(new Place(directory), "serve");
        place = new Place(directory, Map.of("TASUKI_URL", server.url()));
        forest = train("--name", "side", "-p", "n_estimators=5");
        ridge = train("--name", "side", "--algorithm", "Ridge");
        found = train("--algorithm", "auto", "--search", "{\"max_seconds\":10}");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void modelsAreListedByWhatTheyAreOf() throws IOException {
        assertThat(ids("models", "--algorithm", "Ridge")).contains(ridge).doesNotContain(forest);
        assertThat(ids("models", "--algorithm", "RandomForestRegressor"))
                .contains(forest)
                .doesNotContain(ridge);
        assertThat(ids("models", "--algorithm", "Ridge,RandomForestRegressor")).contains(ridge, forest);
        String best = shown(found);
        assertThat(ids("models", "--algorithm", best)).as("it was searched for").contains(found);
        assertThat(ids("models", "--algorithm", "auto")).isEmpty();
        assertThat(ids("tasks", "--algorithm", "Ridge")).contains(ridge).doesNotContain(forest);

        Ended plain = run("models", "list", "--algorithm", "Ridge").expect(0);
        assertThat(plain.out()).contains("ALGORITHM", "Ridge").doesNotContain("RandomForest");
        JsonNode first = json("models", "list", "--algorithm", best + ",Ridge,RandomForestRegressor", "--limit", "1");
        assertThat(json(
                                "models",
                                "list",
                                "--algorithm",
                                "Ridge,RandomForestRegressor,auto",
                                "--limit",
                                "1",
                                "--cursor",
                                first.path("next_cursor").asText())
                        .path("models"))
                .hasSize(1);
        assertThat(run("models", "list", "--algorithm", "Rigde").expect(2).err())
                .contains("did you mean Ridge?");
        assertThat(run("tasks", "list", "--algorithm", "").expect(2).err()).contains("--algorithm is empty");
    }

    @Test
    void modelsStandSideBySide() throws IOException {
        String table = run("compare", "side@1", ridge.substring(0, 8)).expect(0).out();

        assertThat(table)
                .contains("side@1", ridge.substring(0, 8), forest, ridge, "side@2")
                .containsPattern("rmse +[0-9.]+ +[0-9.]+ +[0-9.]+ +lower")
                .containsPattern("leads .* of rmse; no folds tell whether that is chance\\.")
                .containsPattern("algorithm +RandomForestRegressor +Ridge");
        JsonNode comparison = json("compare", "side@1", "side@2", found);
        assertThat(comparison.path("models")).hasSize(3);
        assertThat(comparison.path("judged_by").asText()).isEqualTo("rmse");
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        assertThat(run("compare", "side").expect(2).err()).contains("compare takes 2 to 5 models, and not 1");
        assertThat(run("compare", "side", "nobody").expect(3).err()).contains("nobody");
        assertThat(run("compare", "side@1", "side@9").expect(3).err()).contains("no version 9");
        assertThat(run("compare", "a", "b", "c", "d", "e", "f").expect(2).err()).contains("and not 6");
        assertThat(run("compare").expect(2).err()).contains("MODEL");
        assertThat(run("compare", "side@1", "side@2", "--url", "http://nohost.invalid")
                        .expect(6)
                        .err())
                .contains("nohost.invalid");
        assertThat(run("compare", "--help").expect(0).out()).contains("tasuki compare", "MODEL", "--json");
    }

    private List<String> ids(String kind, String... filter) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(kind, "list"));
        arguments.addAll(List.of(filter));
        List<String> ids = new ArrayList<>();
        json(arguments.toArray(String[]::new))
                .path(kind)
                .forEach(row -> ids.add(row.path("model_id").asText()));
        return ids;
    }

    private String shown(String id) throws IOException {
        return json("models", "show", id).path("algorithm").asText();
    }

    private String train(String... further) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "train", "--dataset", "diabetes", "--features", "age,bmi,bp,s1", "--target", "target", "--wait"));
        arguments.addAll(List.of(further));
        return json(arguments.toArray(String[]::new)).path("model_id").asText();
    }

    private JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return MAPPER.readTree(run(all.toArray(String[]::new)).expect(0).out());
    }

    private Ended run(String... arguments) {
        return Program.run(place, arguments);
    }
}
