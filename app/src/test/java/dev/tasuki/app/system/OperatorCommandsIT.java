package dev.tasuki.app.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands of those who run a server, and of those who have none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorCommandsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path directory;

    private Program server;
    private Place place;

    @BeforeAll
    void serve() {
        server = Program.serving(new Place(directory), "serve");
        place = new Place(directory, Map.of("TASUKI_URL", server.url()));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void doctorFindsTheRunningServerWell() throws IOException {
        Ended ended = run("doctor").expect(0);
        assertThat(ended.out()).contains("ok    server", "ok    broker", "ok    results", "sample dataset 442 rows");
        assertThat(ended.out().indexOf("This machine and these settings"))
                .isLessThan(ended.out().indexOf("ok    data directory"));
        assertThat(ended.out().indexOf("The server at http"))
                .isGreaterThan(ended.out().indexOf("ok    data directory"))
                .isLessThan(ended.out().indexOf("ok    broker"));
        JsonNode checks = json(run("doctor", "--json").expect(0)).path("checks");
        assertThat(checks.findValuesAsText("state")).containsOnly("ok");
        assertThat(checks.findValuesAsText("about")).contains("settings", "server");
    }

    @Test
    void workersAndQueuesAreShown() throws IOException {
        JsonNode workers = json(run("workers", "--json").expect(0)).path("workers");
        assertThat(workers).hasSize(1);
        String name = workers.at("/0/worker").asText();
        assertThat(name).startsWith("serve-" + workers.at("/0/pid").asText() + "-");
        assertThat(run("workers").expect(0).out()).contains("WORKER", "WORKS ON", name, "train ", "predict ");

        assertThat(run("queues").expect(0).out())
                .containsPattern("queue\\.model\\.train +")
                .contains("queue.model.predict", "since ", "the highest of all minutes");
        assertThat(json(run("queues", "--since", "24h", "--json").expect(0))
                        .path("step_s")
                        .asLong())
                .isEqualTo(300);
        assertThat(run("queues", "--since", "15d").expect(2).err()).contains("at most 14 days ago");
        assertThat(run("tasks", "--since", "1h", "--name", "none has this")
                        .expect(0)
                        .out())
                .contains("no tasks");
        assertThat(run("tasks", "--since", "soon").expect(2).err()).contains("15m, 6h or 7d");
    }

    @Test
    void doctorFailsWhereNothingCanWork() throws IOException {
        Path file = Files.writeString(directory.resolve("in-the-way"), "");
        Ended ended = run("doctor", "--url", "http://127.0.0.1:1", "--port", "0", "--data", file.toString());

        assertThat(ended.expect(4).out()).contains("fail  data directory", "--data");
    }

    @Test
    void configShowsWhereValuesComeFrom() throws IOException {
        Place set = new Place(directory, Map.of("TASUKI_PORT", "5001", "TASUKI_BROKER", "amqp://me:hush@rabbit"));
        Ended ended = Program.run(set, "config", "show", "--host", "0.0.0.0").expect(0);

        assertThat(ended.out())
                .containsPattern("port +5001 +environment TASUKI_PORT")
                .containsPattern("host +0\\.0\\.0\\.0 +flag --host")
                .containsPattern("broker +amqp://\\*\\*\\*@rabbit +environment TASUKI_BROKER")
                .doesNotContain("hush");
        JsonNode all = json(Program.run(set, "config", "show", "--json").expect(0));
        assertThat(all.path("port").path("value").asText()).isEqualTo("5001");
    }

    @Test
    void versionHelpAndCompletion() {
        Ended version = run("version").expect(0);
        assertThat(version.out()).startsWith("tasuki ").contains("Java");
        assertThat(version.err()).as("what the JVM and libraries say").isEmpty();
        assertThat(run("--help").expect(0).out()).contains("serve", "Exit codes");
        assertThat(run("completion").expect(0).out())
                .startsWith("#!/usr/bin/env bash")
                .contains("tasuki");
    }

    @Test
    void aJdkThatIsNoneIsNamed() {
        Place wrong = new Place(directory, Map.of("TASUKI_JAVA", directory.toString()));
        Ended ended = Program.run(wrong, "version").expect(1);

        assertThat(ended.err()).contains("TASUKI_JAVA=" + directory + " is not a JDK 25 or newer");
    }

    @Test
    void ctReportsWithoutAServerAndFailsOnARegression() throws IOException {
        Path out = directory.resolve("report");
        Ended first = run("ct", "--dataset", "diabetes", "--target", "target", "--out", out.toString());
        assertThat(first.expect(0).out()).startsWith("rmse=53.07");
        assertThat(Files.readString(out.resolve("report.md"))).contains("plots/residuals.png");
        assertThat(out.resolve("plots/predicted-actual.svg")).isNotEmptyFile();
        assertThat(out.resolve("plots/importances.png")).isNotEmptyFile();

        String baseline = out.resolve("metrics.json").toString();
        String[] same = {"ct", "--dataset", "diabetes", "--target", "target", "--baseline", baseline, "--tolerance", "0"
        };
        assertThat(run(same).expect(0).err()).doesNotContain("regression");

        Ended worse = run(
                "ct", "--dataset", "diabetes", "--target", "target", "--features", "age,s1", "--baseline", baseline);
        assertThat(worse.expect(4).err()).contains("regression beyond the tolerance of 1%");
        assertThat(run("ct", "--dataset", "nope", "--target", "x").expect(3).err())
                .contains("nope");
    }

    @Test
    void algorithmsAreListedAndEachTellsItsParameters() throws IOException {
        String all = run("algorithms").expect(0).out();
        assertThat(all).containsPattern("RandomForestRegressor +number +exact +checkpoints");
        assertThat(all).containsPattern("HistGradientBoostingClassifier +class +within 1.0E-14 +missing, categories");

        String one =
                run("algorithms", "histgradientboostingregressor").expect(0).out();
        assertThat(one).startsWith("HistGradientBoostingRegressor predicts a number; equal to scikit-learn's: exact;");
        assertThat(one).containsPattern("max_leaf_nodes +31 +an integer of at least 2, or null");
        assertThat(one).containsPattern("max_depth +null ");
        assertThat(json(run("algorithms", "DecisionTreeRegressor", "--json").expect(0))
                        .path("name")
                        .asText())
                .isEqualTo("DecisionTreeRegressor");

        assertThat(run("algorithms", "ExtraTreeRegressor").expect(3).err())
                .contains("there is no algorithm 'ExtraTreeRegressor'; did you mean ExtraTreesRegressor?");
    }

    @Test
    void filesAreFetched() throws IOException {
        String csv = run("datasets", "download", "diabetes").expect(0).out();
        assertThat(csv).startsWith("age,sex,bmi").hasLineCount(443);
        run("datasets", "download", "diabetes", "-o", "back.csv").expect(0);
        assertThat(directory.resolve("back.csv")).hasContent(csv);
        String model = json(run("train", "--dataset", "diabetes", "--target", "target", "--wait", "--json")
                        .expect(0))
                .path("model_id")
                .asText();
        run("models", "download", model, "--output", "model.tasuki").expect(0);
        assertThat(directory.resolve("model.tasuki")).isNotEmptyFile();
        run("models", "export", model, "--format", "onnx", "--out", "model.onnx")
                .expect(0);
        assertThat(directory.resolve("model.onnx")).content(ISO_8859_1).contains("TreeEnsembleRegressor");
        assertThat(run("models", "export", model, "--format", "pmml", "--out", "model.pmml")
                        .expect(2)
                        .err())
                .contains("'tasuki' or 'onnx'");
        assertThat(directory.resolve("model.pmml")).doesNotExist();

        assertThat(run("datasets", "download", "nope", "-o", "none.csv")
                        .expect(3)
                        .err())
                .contains("there is no dataset nope");
        assertThat(directory.resolve("none.csv")).doesNotExist();
        assertThat(directory.resolve("none.csv.part")).doesNotExist();
    }

    private Ended run(String... arguments) {
        return Program.run(place, arguments);
    }

    private static JsonNode json(Ended ended) throws IOException {
        return MAPPER.readTree(ended.out());
    }
}
