package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every command against one running server: what it prints and how it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
    /** Far enough ahead that nothing runs meanwhile, at a full second. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(2));

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> ROW = List.of(
            "age=0.038076",
            "bmi=0.061696",
            "bp=0.021872",
            "s1=-0.044223",
            "s2=-0.034821",
            "s3=-0.043401",
            "s4=-0.002592",
            "s5=0.019908",
            "s6=-0.017646");

    @TempDir
    static Path directory;

    private Program server;
    private Place place;
    private String model;

    @BeforeAll
    void serve() throws IOException {
        server = Program.serving(new Place(directory), "serve");
        place = new Place(directory, Map.of("TASUKI_URL", server.url()));
        model = json(train("--wait", "--json")).path("model_id").asText();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void trainWaitsAndTellsTheMetrics() throws IOException {
        JsonNode task = json(train("--wait", "--json", "--name", "nightly", "--tag", "eu"));
        assertThat(task.path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
        assertThat(task.path("name").asText()).isEqualTo("nightly");

        Ended plain = train("--wait").expect(0);
        assertThat(plain.out()).matches("(?s)TASK_COMPLETED model \\S+  rmse 53\\.03900735084424  .*");
        assertThat(plain.err()).doesNotContain("\u001b", "\r");

        assertThat(train().expect(0).out()).startsWith("TASK_RECEIVED model ");
    }

    @Test
    void trainTakesScikitLearnsParameters() throws IOException {
        Ended ended = run(
                "train",
                "--dataset",
                "diabetes",
                "--target",
                "target",
                "-p",
                "n_estimators=7",
                "-p",
                "max_depth=None",
                "-p",
                "max_features=sqrt",
                "--wait",
                "--json");
        String id = json(ended.expect(0)).path("model_id").asText();
        JsonNode shown = json(run("models", "show", id, "--json").expect(0));

        assertThat(shown.path("parameters").path("n_estimators").asInt()).isEqualTo(7);
        assertThat(shown.path("parameters").path("max_depth").isNull()).isTrue();
        assertThat(shown.path("features")).hasSize(10);
    }

    @Test
    void trainTakesWhenToTrain() throws IOException {
        String id = json(train(
                                "--run-at",
                                START.atOffset(ZoneOffset.ofHours(1)).toString(),
                                "--priority",
                                "9",
                                "--timeout-s",
                                "90",
                                "--json")
                        .expect(0))
                .path("model_id")
                .asText();
        assertThat(run("tasks", "show", id).expect(0).out())
                .contains(
                        "run at     " + START.toString().replace('T', ' ').substring(0, 19),
                        "priority   9",
                        "timeout s  90.0",
                        "TASK_RECEIVED");
        run("tasks", "cancel", id).expect(0);
        assertThat(train("--priority", "10").expect(2).err()).contains("priority", "less than or equal to 9");
        assertThat(train("--expires-at", "soon").expect(2).err()).contains("expires_at", "ISO 8601");
    }

    @Test
    void predictFromPairsAndFromJson() throws IOException {
        List<String> pairs = new ArrayList<>(List.of("predict", model));
        pairs.addAll(ROW);
        assertThat(run(pairs.toArray(String[]::new)).expect(0).out()).isEqualTo("208.6445780005619\n");

        Files.writeString(directory.resolve("rows.json"), "[" + Http.ROW + "," + Http.ROW + "]");
        assertThat(run("predict", model, "--input", "@rows.json").expect(0).out())
                .isEqualTo("208.6445780005619\n208.6445780005619\n");
        JsonNode message =
                json(run("predict", model, "--input", Http.ROW, "--json").expect(0));
        assertThat(message.path("pred_proba").asText()).isEqualTo("208.6445780005619");
    }

    @Test
    void namesWithCommasAndEqualsSignsCanBeSaid() throws IOException {
        Files.writeString(directory.resolve("odd.csv"), """
                a=b,"Price, EUR",city,-x,y
                1,2,Tokyo,3,1
                2,,Kyoto,4,2
                3,4,Osaka,5,3
                4,5,Nara,6,4
                5,5,Kobe,7,5
                """);
        try (Program put = Program.startWithInput(place, directory.resolve("odd.csv"), "datasets", "put", "odd", "-")) {
            assertThat(put.exit()).as(put.err()).isZero();
        }

        Ended all = run("train", "--dataset", "odd", "--target", "y", "--wait").expect(0);
        assertThat(all.err())
                .contains("left out: \"city\" (it is text with 5 different values in 5 rows, which tells little)")
                .containsPattern("(?m)^task [0-9a-f-]{36}$");

        run("train", "--dataset", "odd", "-f", "a=b", "-f=-x", "--target", "y", "--wait")
                .expect(0);
        assertThat(run("predict", "@latest", "a=b=2", "--", "-x=3").expect(0).out())
                .isNotBlank();
    }

    @Test
    void ofManyColumnsThatCannotBeUsedTheFirstAreNamed() throws IOException {
        StringBuilder header = new StringBuilder("y");
        StringBuilder row = new StringBuilder("\n1");
        for (int i = 1; i <= 30; i++) {
            header.append(",c").append(i);
            row.append(",x");
        }
        Files.writeString(
                directory.resolve("gaps.csv"), header.append(row).append(row).append("\n") + ",".repeat(30) + "\n");
        run("datasets", "put", "gaps", "gaps.csv").expect(0);

        Ended none = run("train", "--dataset", "gaps", "--target", "y", "--preprocess", "none")
                .expect(2);

        assertThat(none.err())
                .contains("no column of dataset gaps can be learned from as it is: \"c1\" (text)")
                .contains("\"c20\" (text) and 10 more; the target, too: 1 of 3 rows have no value")
                .doesNotContain("\"c21\"");
    }

    @Test
    void theBeginningOfAnIdWillDo() throws IOException {
        String id = json(train("--wait", "--json")).path("model_id").asText();
        String begin = id.substring(0, 8);

        assertThat(run("models", "show", begin).expect(0).out()).contains(id);
        assertThat(run("ids", "models").expect(0).out().lines()).contains(id);
        assertThat(run("ids", "tasks").expect(0).out().lines()).contains(id);
        assertThat(run("ids", "datasets").expect(0).out().lines()).contains("diabetes");
        assertThat(run("tasks", "wait", begin).expect(0).out()).contains("TASK_COMPLETED model " + id);
        assertThat(run("tasks", "retry", begin, "-p", "max_depth=4").expect(5).err())
                .contains(id);
        assertThat(run("tasks", "show", "000000").expect(3).err()).contains("000000");
    }

    @Test
    void aFileIsReadHoweverItIsParted() throws IOException {
        Files.write(
                directory.resolve("semi.csv"),
                "größe;y\n1,5;2\n2,5;3\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThat(run("datasets", "put", "semi", "semi.csv").expect(2).err())
                .contains("not UTF-8", "say with --encoding how it is written");
        assertThat(run("datasets", "put", "semi", "semi.csv", "--encoding", "latin-1")
                        .expect(0)
                        .out())
                .contains("read with separator ; and encoding latin-1, decimal commas", "größe");
        assertThat(run("datasets", "put", "semi", "semi.csv", "--encoding=latin-1", "--separator=,")
                        .expect(2)
                        .err())
                .contains("more fields than the 1 columns");
        assertThat(run("datasets", "put", "semi", "semi.csv", "--separator", "x")
                        .expect(2)
                        .err())
                .contains("separator", "'tab'");
    }

    @Test
    void refusalsSpeakOfCommands() {
        assertThat(run("datasets", "delete", "nope").expect(3).err()).contains("tasuki datasets put nope FILE");
        assertThat(run("predict", "nope", "a=1").expect(3).err()).contains("train it with tasuki train first");
        assertThat(run("models", "--url", "http://nohost.invalid").expect(6).err())
                .contains("no host is known by the name 'nohost.invalid'");
        assertThat(run("help", "models", "list").expect(0).out()).contains("tasuki models list");
        assertThat(run("config").expect(0).out()).contains("SETTING", "port");
    }

    @Test
    void exitCodesFollowTheRefusals() {
        assertThat(run("predict", model, "age=1").expect(2).err())
                .contains("bmi")
                .hasLineCount(1);
        assertThat(run("predict", "nobody", "age=1").expect(3).err()).contains("there is no model nobody");
        assertThat(run("predict", model, "age=x").expect(2).err()).startsWith("tasuki: ");
        assertThat(run("models", "show", "nobody").expect(3).err()).contains("nobody");
        assertThat(run("tasks", "cancel", model).expect(5).err()).contains("TASK_COMPLETED");
        assertThat(run("tasks", "retry", model).expect(5).err()).contains("TASK_COMPLETED");
        assertThat(run("tasks", "finish", model).expect(5).err()).contains("TASK_COMPLETED", "its model is there");
        assertThat(run("train", "--dataset", "nope", "--features", "a", "--target", "b")
                        .expect(3)
                        .err())
                .contains("there is no dataset nope");
        assertThat(run("train", "--dataset", "diabetes", "--target", "tagret")
                        .expect(2)
                        .err())
                .contains("did you mean \"target\"?");
        assertThat(run("predict", "../x", "a=1").expect(2).err()).contains("model_id");
        assertThat(run("models", "--url", "http://127.0.0.1:1").expect(6).err())
                .isEqualTo("tasuki: no server at http://127.0.0.1:1: start one with ./tasuki serve, "
                        + "or name another with --url\n");
        assertThat(run("modls").expect(2).err()).contains("did you mean models?");
        assertThat(run("train", "--dataset", "diabetes", "--traget", "x")
                        .expect(2)
                        .err())
                .contains("--target");
    }

    @Test
    void errorsAreJsonWhereJsonWasAskedFor() throws IOException {
        Ended ended = run("models", "show", "nobody", "--json").expect(3);
        JsonNode error = MAPPER.readTree(ended.err()).path("error");

        assertThat(error.path("code").asText()).isEqualTo("model_not_found");
        assertThat(error.path("exit").asInt()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void datasetsComeAndGo() throws IOException {
        Files.writeString(directory.resolve("fruit.csv"), """
                weight,colour,kind
                1.5,3,apple
                1.6,2,apple
                0.2,9,plum
                0.3,8,plum
                1.4,3,apple
                0.25,9,plum
                1.55,2,apple
                0.22,8,plum
                1.45,3,apple
                0.21,9,plum
                """);
        assertThat(run("datasets", "put", "fruit", "fruit.csv").expect(0).out())
                .contains("fruit: 10 rows, 3 columns", "COLUMN", "weight");
        assertThat(run("datasets").expect(0).out()).contains("diabetes", "fruit");
        assertThat(json(run("datasets", "show", "fruit", "--json").expect(0))
                        .path("rows")
                        .asInt())
                .isEqualTo(10);

        String id = json(run("train", "--dataset", "fruit", "--target", "kind", "--wait", "--json")
                        .expect(0))
                .path("model_id")
                .asText();
        assertThat(run("predict", id, "weight=1.5", "colour=3").expect(0).out()).startsWith("apple  apple=");

        assertThat(run("datasets", "delete", "fruit").expect(0).out()).contains("deleted dataset fruit");
        assertThat(run("datasets", "show", "fruit").expect(3).err()).contains("fruit");
        Files.writeString(directory.resolve("ragged.csv"), "a,b\n1,2\n3\n");
        assertThat(run("datasets", "put", "ragged", "ragged.csv").expect(2).err())
                .contains("line 3");
    }

    @Test
    void listsAreAlignedTables() {
        List<String> lines = run("models").expect(0).out().lines().toList();
        int state = lines.getFirst().indexOf("STATE");

        assertThat(lines.getFirst()).startsWith("MODEL ");
        assertThat(lines.subList(1, lines.size()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.substring(state)).startsWith("TASK_"));
        assertThat(run("tasks", "--state", "TASK_COMPLETED").expect(0).out()).contains(model);
        assertThat(run("tasks", "--tag", "nothing-has-this").expect(0).out()).isEqualTo("no tasks\n");
    }

    @Test
    void aCancelledTaskIsTriedAgainOtherwiseAndManyAtARate() throws IOException {
        String id = json(train("--run-at", START.toString(), "--tag", "later", "--json"))
                .path("model_id")
                .asText();
        run("tasks", "cancel", id).expect(0);
        assertThat(run("tasks", "retry", id, "--set", "timout_s=5").expect(2).err())
                .contains("did you mean timeout_s?");

        JsonNode mended = json(
                run("tasks", "retry", id, "--json", "--set", "priority=9", "--set", "run_at=" + START.plusSeconds(60))
                        .expect(0));
        assertThat(mended.path("state").asText()).isEqualTo("TASK_RECEIVED");
        assertThat(mended.at("/schedule/priority").asInt()).isEqualTo(9);
        assertThat(mended.at("/schedule/run_at").asText())
                .isEqualTo(START.plusSeconds(60).toString());

        run("tasks", "cancel", id).expect(0);
        assertThat(run("tasks", "retry", "--all", "--code", "internal", "--rate", "5")
                        .expect(0)
                        .out())
                .isEqualTo("0 tried again\n");
        assertThat(run("tasks", "retry", "--all", "--state", "cancelled", "--tag", "later")
                        .expect(0)
                        .out())
                .startsWith("1 tried again, the last of them at 20");
        assertThat(run("tasks", "show", id, "--wait").expect(0).out()).contains("TASK_COMPLETED");
        assertThat(run("tasks", "retry").expect(2).err()).contains("--all");
        assertThat(run("tasks", "retry", id, "--all").expect(2).err()).contains(id);
    }

    @Test
    void deadLettersThatAreNotThereAreSaidSo() {
        assertThat(run("dead-letters").expect(0).out()).isEqualTo("no dead letters\n");
        assertThat(run("dead-letters", "retry", "queue.model.train").expect(0).out())
                .isEqualTo("0 tried again\n");
        assertThat(run("dead-letters", "remove", "queue.model.train", "7")
                        .expect(3)
                        .err())
                .contains("no dead letter \"7\"");
        assertThat(run("dead-letters", "list", "--queue", "elsewhere").expect(3).err())
                .contains("queue.model.predict");
    }

    @Test
    void modelsAreShownAndDeleted() throws IOException {
        String id = json(train("--wait", "--json")).path("model_id").asText();

        assertThat(run("models", "show", id).expect(0).out())
                .contains("RandomForestRegressor", "53.03900735084424", "IMPORTANCE", "bmi")
                .containsPattern("rmse +53.0390 +73.2225");
        assertThat(run("models", "delete", id).expect(0).out()).contains("deleted model " + id);
        assertThat(run("predict", id, "age=1").expect(3).err()).contains(id);
    }

    private Ended train(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "train", "--dataset", "diabetes", "--features", "age,bmi,bp,s1,s2,s3,s4,s5,s6", "--target", "target"));
        arguments.addAll(List.of(further));
        return run(arguments.toArray(String[]::new));
    }

    private Ended run(String... arguments) {
        return Program.run(place, arguments);
    }

    private static JsonNode json(Ended ended) throws IOException {
        return MAPPER.readTree(ended.out());
    }
}
