package dev.tasuki.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.app.house.ShownPage;
import dev.tasuki.app.system.Deployment.Size;
import dev.tasuki.app.system.Program.Ended;
import dev.tasuki.app.system.Program.Place;
import dev.tasuki.testservers.GcsServer;
import dev.tasuki.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program over a stub of Google Cloud Storage, with a service account's key file. */
final class GcsIT {
    private static final String BUCKET = "my-bucket";

    @TempDir
    Path directory;

    @Test
    void oneProcessKeepsItsObjectsThereAndDoctorTells() throws IOException {
        try (GcsServer gcs = GcsServer.start(BUCKET, InstantSource.system())) {
            Place place = new Place(directory, variables(gcs));
            String store = "gs://" + BUCKET + "/tasuki";
            try (ShownPage page = ShownPage.of("docs/gcs.md", GcsIT.class);
                    Program program = Program.servingAsShown(
                            new Place(directory, key(gcs)),
                            page.takeAll().getFirst().replace(store, store + "?endpoint=" + gcs.endpoint()))) {
                Http http = new Http(program.url());
                expectThePublishedFigures(http, http.train(Http.TRAIN), program.err());
                assertThat(program.err()).doesNotContain("ERROR]", "WARN]");
                gcs.tokens()
                        .secrets()
                        .forEach(secret -> assertThat(program.err()).doesNotContain(secret));
            }
            assertThat(gcs.names()).anyMatch(name -> name.startsWith("tasuki/datasets/diabetes"));

            Ended doctor =
                    Program.run(place, "doctor", "--write", "--port", "0").expect(0);
            assertThat(doctor.out())
                    .contains("service account tasuki@project.iam.gserviceaccount.com", "its token holds until")
                    .contains("has the sample dataset", "an object was stored, read and deleted");
            assertThat(gcs.names()).noneMatch(name -> name.contains("doctor"));
        }
    }

    @Test
    void aMissingKeyIsToldByDoctor() throws IOException {
        try (GcsServer gcs = GcsServer.start(BUCKET, InstantSource.system())) {
            Map<String, String> variables = variables(gcs);
            Files.delete(Path.of(variables.get("GOOGLE_APPLICATION_CREDENTIALS")));
            Place place = new Place(directory, variables);
            Files.createDirectories(directory.resolve("data"));
            Ended doctor = Program.run(
                            place,
                            "doctor",
                            "--port",
                            "0",
                            "--data",
                            directory.resolve("data").toString())
                    .expect(4);
            assertThat(doctor.out()).contains("key.json (GOOGLE_APPLICATION_CREDENTIALS) are not there");
        }
    }

    @Test
    void producersAndConsumersShareTheBucket() throws IOException {
        try (GcsServer gcs = GcsServer.start(BUCKET, InstantSource.system());
                RedisServer redis = RedisServer.start()) {
            Map<String, String> variables = new HashMap<>(variables(gcs));
            variables.put("TASUKI_BROKER", redis.url());
            variables.put("TASUKI_RESULTS", redis.url());
            try (Deployment deployment = Deployment.start(directory, variables, new Size(1, 1))) {
                Http http = deployment.clients().getFirst();
                expectThePublishedFigures(http, http.train(Http.TRAIN), deployment.logs());
            }
        }
    }

    private Map<String, String> variables(GcsServer gcs) throws IOException {
        Map<String, String> variables = new HashMap<>(key(gcs));
        variables.put("TASUKI_STORE", "gs://" + BUCKET + "/tasuki?endpoint=" + gcs.endpoint());
        return variables;
    }

    private Map<String, String> key(GcsServer gcs) throws IOException {
        return Map.of(
                "GOOGLE_APPLICATION_CREDENTIALS",
                gcs.tokens().keyFile(directory).toString());
    }

    private static void expectThePublishedFigures(Http http, String id, String logs) {
        JsonNode task = http.ended(id);
        assertThat(task.path("state").asText()).as(logs).isEqualTo("TASK_COMPLETED");
        assertThat(task.path("metrics").path("rmse").asText()).isEqualTo("53.03900735084424");
        assertThat(http.predict(id).body())
                .as(logs)
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
    }
}
