package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from outside: started, asked, killed, stopped. */
class ServeIT {
    @TempDir
    Path directory;

    private Place place;

    @BeforeEach
    void place() {
        place = new Place(directory);
    }

    @Test
    void aServerTakesItsClassesFromTheArchiveOfItsBuild() throws IOException {
        Path log = directory.resolve("classes.log");
        Place watched = new Place(directory, Map.of("TASUKI_JAVA_OPTS", "-Xlog:class+load:file=" + log));
        try (Program program = Program.serving(watched, "serve")) {
            assertThat(new Http(program.url()).get("/health/ready").statusCode())
                    .isEqualTo(200);
            assertThat(log).content().contains("dev.tasuki.app.Main source: shared objects file");
        }
    }

    @Test
    void thePublishedFiguresToTheLastDigit() {
        try (Program program = Program.serving(place, "serve")) {
            Http http = new Http(program.url());

            HttpResponse<String> accepted = http.post("/train", Http.TRAIN);
            String id = Http.json(accepted).path("message").path("model_id").asText();
            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(accepted.body())
                    .isEqualTo("{\"message\":{\"status\":\"TASK_RECEIVED\",\"model_id\":\"" + id + "\"}}");
            assertThat(accepted.headers().firstValue("Location")).contains("/tasks/" + id);

            assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
            assertThat(http.predict(id).body())
                    .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
            assertThat(Http.json(http.get("/models/" + id))
                            .path("metrics")
                            .path("rmse")
                            .asText())
                    .isEqualTo("53.03900735084424");

            assertThat(program.out())
                    .contains(program.url() + "/docs")
                    .contains("curl -X POST " + program.url() + "/train", "curl -X POST " + program.url() + "/predict");
            assertThat(program.err())
                    .containsPattern("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] \\[    INFO] "
                            + "Evaluate metrics=RMSE for valid dataset : 53\\.039")
                    .contains(id + ": TASK_COMPLETED")
                    .doesNotContain("WARNING:", "WARN]", "ERROR]");
            assertThat(Files.isDirectory(directory.resolve("tasuki-data"))).isTrue();
        }
    }

    @Test
    void aSecondServeOnTheSameDirectoryNamesTheFirst() {
        try (Program first = Program.serving(place, "serve")) {
            Ended second = Program.run(place, "serve", "--port", "0").expect(6);

            assertThat(second.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("tasuki: the data directory ")
                    .contains("in use by another Tasuki (process " + first.pid() + ")", "--data");
            assertThat(Program.run(place, "consumer").expect(6).err()).contains("in use by a tasuki serve");
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Ended ended = Program.run(place, "serve", "--port", port, "--log-level", "warn")
                    .expect(6);

            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .contains("cannot listen on 127.0.0.1:" + port, "in use", "--port");
        }
    }

    @Test
    void aDirectoryThatCannotBeIsOneSentence() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        Ended ended = Program.run(place, "serve", "--port", "0", "--data", file.toString())
                .expect(6);
        Ended below = Program.run(
                place, "serve", "--port", "0", "--data", file.resolve("x").toString());

        assertThat(ended.err().lines()).singleElement().asString().contains(file.toString(), "--data");
        assertThat(below.expect(6).err().lines()).singleElement().asString().contains("not a directory", "--data");
    }

    @Test
    void wrongSettingsAreListedTogether() {
        Place wrong = new Place(directory, Map.of("TASUKI_PREDICT_TIMEOUT", "soon", "TASUKI_LOG_LEVLE", "warn"));
        Ended ended = Program.run(wrong, "serve", "--port", "99999").expect(2);

        assertThat(ended.err())
                .contains("3 settings are wrong", "--port 99999", "--predict-timeout soon", "TASUKI_LOG_LEVEL?");
    }

    @Test
    void aKilledTrainingGoesOnFromItsTreesAfterARestart() {
        String id;
        try (Program program = Program.serving(place, "serve", "--checkpoint", "100ms")) {
            id = new Http(program.url()).started();
            Path part = directory.resolve("tasuki-data/objects/models/" + id + "/1-1.checkpoint");
            Awaitility.await("a checkpoint").atMost(Duration.ofMinutes(2)).until(() -> Files.exists(part));
            program.kill();
        }
        try (Program again = Program.serving(place, "serve")) {
            Http http = new Http(again.url());
            JsonNode task = http.ended(id);

            assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("attempts").asInt()).isEqualTo(2);
            assertThat(again.err()).containsPattern("task " + id + " goes on from \\d+ trees");
            String inOneGo = http.train(Http.LONG_TRAINING);
            http.ended(inOneGo);
            assertThat(sha256(http, id)).isEqualTo(sha256(http, inOneGo));
        }
        assertThat(directory.resolve("tasuki-data/objects/models/" + id)).isDirectoryContaining("glob:**.tasuki");
        assertThat(directory.resolve("tasuki-data/objects/models/" + id))
                .isDirectoryNotContaining("glob:**.checkpoint");
    }

    private static String sha256(Http http, String id) {
        String sha256 = Http.json(http.get("/models/" + id))
                .path("artifact")
                .path("sha256")
                .asText();
        assertThat(sha256).hasSize(64);
        return sha256;
    }

    @Test
    void nothingIsAcceptedWhileTheDiskIsNearlyFull() {
        // With room for the sample; a disk that is full from the first start has none.
        try (Program before = Program.serving(place, "serve")) {
            before.terminate();
            assertThat(before.exit()).isEqualTo(143);
        }
        try (Program program = Program.serving(place, "serve", "--min-free", "999999999GB")) {
            Http http = new Http(program.url());
            HttpResponse<String> refused = http.post("/train", Http.TRAIN);

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("30");
            assertThat(Http.json(refused).path("code").asText()).isEqualTo("results_unavailable");
            assertThat(Http.json(refused).path("detail").asText()).contains("nearly full", "MB free");
            assertThat(http.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void sigtermGivesALongTrainingBackWithoutCountingIt() {
        String id;
        try (Program program = Program.serving(place, "serve", "--drain-timeout", "100ms")) {
            id = new Http(program.url()).started();
            program.terminate();
            assertThat(program.exit()).isEqualTo(143);
            assertThat(program.err()).contains("shutting down", "shut down").doesNotContain("ERROR]");
        }
        try (Program again = Program.serving(place, "serve")) {
            JsonNode task = new Http(again.url()).ended(id);

            assertThat(task.path("state").asText()).as(task.toString()).isEqualTo("TASK_COMPLETED");
            assertThat(task.path("attempts").asInt()).isEqualTo(1);
        }
    }

    @Test
    void sigtermLetsAShortTrainingFinish() {
        String id;
        try (Program program = Program.serving(place, "serve", "--drain-timeout", "2m")) {
            id = new Http(program.url()).started();
            program.terminate();
            assertThat(program.exit()).isEqualTo(143);
            assertThat(program.err()).contains(id + ": TASK_COMPLETED");
        }
    }

    @Test
    void producerAndConsumerShareADirectory() {
        try (Program producer = Program.serving(place, "producer");
                Program consumer = Program.start(place, "consumer", "--num_threads", "2", "--max_workers", "4")) {
            consumer.awaitOutput(Pattern.compile("consumer works"));
            Http http = new Http(producer.url());
            String id = http.train(Http.TRAIN);

            assertThat(http.ended(id).path("state").asText()).isEqualTo("TASK_COMPLETED");
            assertThat(http.predict(id).body()).contains("\"pred_proba\":208.6445780005619");

            consumer.terminate();
            assertThat(consumer.exit()).isEqualTo(143);
            String waiting = http.train(Http.TRAIN);
            assertThat(http.predict(id).statusCode()).isEqualTo(504);
            try (Program later = Program.start(place, "consumer")) {
                later.awaitOutput(Pattern.compile("consumer works"));
                assertThat(http.ended(waiting).path("state").asText()).isEqualTo("TASK_COMPLETED");
            }
        }
    }

    @Test
    void logLinesAreJsonByASwitch() throws IOException {
        try (Program program = Program.serving(place, "serve", "--log-format", "json")) {
            Http http = new Http(program.url());
            http.ended(http.train(Http.TRAIN));
            program.terminate();
            program.exit();

            assertThat(program.err().lines()).hasSizeGreaterThan(5).allSatisfy(line -> {
                JsonNode event = new ObjectMapper().readTree(line);
                assertThat(event.path("@timestamp").asText()).isNotEmpty();
                assertThat(event.path("message").asText()).isNotEmpty();
            });
        }
    }
}
