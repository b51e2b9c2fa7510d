package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.Checkout;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.PageCommands.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in of {@code docs/plugins.md}: built and used as the page says, and what becomes of its models without it. */
class PluginsIT {
    private static final String NAME = "example.nearest_neighbours";

    @TempDir
    static Path built;

    private static List<String> commands;
    private static Path plugins;

    @TempDir
    Path directory;

    @BeforeAll
    static void buildAsThePageSays() throws Exception {
        try (ShownPage page = ShownPage.of("docs/plugins.md", PluginsIT.class)) {
            commands = page.takeAll();
        }
        Ended ended = new PageCommands(built, "http://localhost:5000", variables()).run(commands.getFirst());
        assertThat(ended.exit()).as(ended.err()).isZero();
        plugins = built.resolve("plugins");
    }

    private static Map<String, String> variables() {
        return Map.of(
                "CHECKOUT",
                Checkout.root().toString(),
                "PATH",
                Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    }

    private Program serve(String... arguments) {
        return Program.serving(new Place(directory.resolve("server")), "serve", arguments);
    }

    private Program serveWithPlugins() {
        return serve("--plugins", plugins.toString());
    }

    /** Two heaps of rows far apart: whichever rows are held out, the nearest three have one target. */
    private static String heaps() {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int i = 0; i < 20; i++) {
            csv.append(i).append(",2.5\n").append(1_000 + i).append(",7.25\n");
        }
        return csv.toString();
    }

    private static final String TRAIN = """
            {"dataset_id":"heaps","features":["x"],"target":"y","algorithm":"%s","params":{"n_neighbors":3}}""".formatted(NAME);

    private static JsonNode predicted(Http http, String model) {
        return Http.json(http.post(
                "/predict",
                "{\"model_id\":\"%s\",\"dataset_id\":\"heaps\",\"input_data\":[{\"x\":4.5},{\"x\":900}]}"
                        .formatted(model)));
    }

    @Test
    void everyCommandOfThePageEndsWell() throws Exception {
        Path home = Files.createDirectory(directory.resolve("server"));
        Files.createSymbolicLink(home.resolve("plugins"), plugins);
        try (Program server = Program.servingAsShown(new Place(home), commands.get(1))) {
            Http http = new Http(server.url());
            assertThat(http.ended("diabetes-demo").path("state").asText()).isEqualTo("TASK_COMPLETED");
            Files.createSymbolicLink(directory.resolve("plugins"), plugins);
            PageCommands shell = new PageCommands(directory, server.url(), variables());
            for (String command : commands.subList(2, commands.size())) {
                Ended ended = shell.run(command);
                assertThat(ended.exit()).as(command + ended.out() + ended.err()).isZero();
                assertThat(ended.out())
                        .as(command)
                        .contains(command.contains("tasuki train") ? "TASK_COMPLETED model " : NAME);
            }
        }
        assertThat(commands).hasSize(5);
    }

    @Test
    void aModelOfItIsThereAgainWithThePlugInAndSaysWhatItNeedsWithout() throws Exception {
        Files.createDirectory(directory.resolve("server"));
        String model;
        String artifact;
        try (Program server = serveWithPlugins()) {
            Http http = new Http(server.url());
            assertThat(http.get("/algorithms").body()).contains("\"name\":\"" + NAME + "\"");
            http.put("/datasets/heaps", heaps());
            model = http.train(TRAIN);
            assertThat(http.ended(model).path("state").asText())
                    .as(server.err())
                    .isEqualTo("TASK_COMPLETED");
            assertThat(predicted(http, model).path("message").path("pred_proba").toString())
                    .isEqualTo("[2.5,7.25]");
            JsonNode shown = Http.json(http.get("/models/" + model));
            artifact = shown.path("artifact").path("sha256").asText();
            assertThat(shown.path("plugin").asText()).matches("nearest-neighbours\\.jar 1\\.0, SHA-256 [0-9a-f]{64}");
            server.terminate();
            server.exit();
        }
        try (Program without = serve()) {
            Http http = new Http(without.url());
            JsonNode refused = predicted(http, model);
            assertThat(refused.path("code").asText()).isEqualTo("plugin_missing");
            assertThat(refused.path("detail").asText())
                    .isEqualTo("model " + model + ": the model file holds a model of " + NAME + ", an algorithm of a"
                            + " plug-in that this program does not have; start it with --plugins and a directory that has"
                            + " the plug-in; the report of the model tells its jar");
            assertThat(http.post("/train", TRAIN).statusCode()).isEqualTo(422);
            assertThat(http.get("/models/" + model).statusCode()).isEqualTo(200);
            without.terminate();
            without.exit();
        }
        try (Program apart = serve("--plugins", plugins.toString(), "--isolate-fits")) {
            Http http = new Http(apart.url());
            assertThat(predicted(http, model).path("message").path("pred_proba").toString())
                    .isEqualTo("[2.5,7.25]");
            String again = http.train(TRAIN);
            assertThat(http.ended(again).path("state").asText()).as(apart.err()).isEqualTo("TASK_COMPLETED");
            assertThat(Http.json(http.get("/models/" + again))
                            .path("artifact")
                            .path("sha256")
                            .asText())
                    .isEqualTo(artifact);
        }
    }

    @Test
    void whatIsWrongIsASentenceAtTheStart() throws IOException {
        Path wrong = Files.createDirectory(directory.resolve("wrong"));
        Files.writeString(wrong.resolve("a.jar"), "no jar");
        Files.copy(plugins.resolve("nearest-neighbours.jar"), wrong.resolve("b.jar"));
        Files.copy(plugins.resolve("nearest-neighbours.jar"), wrong.resolve("c.jar"));

        String err = Program.run(new Place(directory), "serve", "--port", "0", "--plugins", wrong.toString())
                .expect(2)
                .err();

        assertThat(err)
                .contains("--plugins: 2 things are wrong:")
                .contains(wrong.resolve("a.jar") + " cannot be read as a jar: ")
                .contains(wrong.resolve("c.jar") + " brings a learner named " + NAME + ", as " + wrong.resolve("b.jar")
                        + " does; take one of them out of the directory");
    }
}
