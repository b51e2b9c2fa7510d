package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.base.Sha256;
import dev.tasuki.core.task.Limits;
import dev.tasuki.learn.model.ModelFile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was put in and what was made comes back as it is stored. */
class DownloadRoutesTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @Test
    void theFileIsGivenBackAsItIsStored() {
        String rows = "a,b\n" + "1.5,x\n".repeat(50_000);
        http.put("/datasets/back", rows);

        Http.Answer file = http.get("/datasets/back/csv");
        Http.Answer head = http.send(http.request("/datasets/back/csv").method("HEAD", BodyPublishers.noBody()));

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition")).contains("back.csv");
        assertThat(file.text()).isEqualTo(rows);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(rows.length()));
        assertThat(http.get("/datasets/nope/csv").code()).isEqualTo("dataset_not_found");
        // A client that asks for the headers alone holds no place.
        for (int i = 0; i <= Limits.DOWNLOADS.value(); i++) {
            assertThat(http.send(http.request("/datasets/back/csv").method("HEAD", BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theArtifactIsGivenBackAsItWasMade() throws Exception {
        String id = http.trained();
        JsonNode told = http.get("/models/" + id).json().at("/artifact");

        Http.Answer file = http.get("/models/" + id + "/artifact");

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition")).contains(id + ".tasuki");
        assertThat(Sha256.hex(file.response().body()))
                .isEqualTo(told.path("sha256").asText());
        assertThat(ModelFile.readInfo(new ByteArrayInputStream(file.response().body()))
                        .target())
                .isEqualTo("target");
    }

    @Test
    void aModelIsWrittenAsOnnx() {
        String id = http.trained();

        Http.Answer file = http.get("/models/" + id + "/artifact?format=onnx");
        Http.Answer head = http.send(
                http.request("/models/" + id + "/artifact?format=onnx").method("HEAD", BodyPublishers.noBody()));

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition")).contains(id + ".onnx");
        assertThat(file.header("ETag")).endsWith("-onnx\"");
        assertThat(file.text()).contains("TreeEnsembleRegressor", "ai.onnx.ml", "tasuki.examples", "dataset_sha256");
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(file.response().body().length));
        assertThat(http.get("/models/" + id + "/artifact?format=ONNX")
                        .response()
                        .body())
                .isEqualTo(file.response().body());
        // A client that asks for the headers alone holds no place.
        for (int i = 0; i <= Limits.ONNX_EXPORTS.value(); i++) {
            assertThat(http.send(http.request("/models/" + id + "/artifact?format=onnx")
                                    .method("HEAD", BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFormatThatIsNotThereIsSaid() {
        String id = http.trained();

        Http.Answer answer = http.get("/models/" + id + "/artifact?format=pmml");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.words()).isEqualTo("Input should be 'tasuki' or 'onnx'");
        assertThat(http.get("/models/" + id + "/artifact?format=tasuki").header("Content-Disposition"))
                .contains(id + ".tasuki");
        assertThat(http.get("/models/nobody/artifact?format=onnx").code()).isEqualTo("model_not_found");
    }

    @Test
    void whatOnnxCannotSayIsRefused() {
        StringBuilder csv = new StringBuilder("opened,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append("2024-01-%02d,%d\n".formatted(1 + i % 28, i % 28));
        }
        http.put("/datasets/dated", csv.toString());
        String id = http.accepted("{\"dataset_id\":\"dated\",\"features\":[\"opened\"],\"target\":\"y\"}");
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");

        for (int i = 0; i <= Limits.ONNX_EXPORTS.value(); i++) {
            Http.Answer answer = http.get("/models/" + id + "/artifact?format=onnx");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("not_exportable");
            assertThat(answer.words()).contains("dates (opened)", "the model's own file");
        }
    }

    @Test
    void anArtifactThatIsNotThereIsSaid() {
        try (LiveServer quiet = new LiveServer()) {
            String id = quiet.http.accepted(Http.TRAIN);
            assertThat(quiet.http.get("/models/" + id + "/artifact").code()).isEqualTo("model_not_ready");
            quiet.http.delete("/tasks/" + id);
            assertThat(quiet.http.get("/models/" + id + "/artifact").code()).isEqualTo("model_failed");
        }
        assertThat(http.get("/models/nobody/artifact").code()).isEqualTo("model_not_found");
        String lost = http.trained();
        live.objects.list("models/" + lost).forEach(object -> live.objects.delete(object.key()));
        assertThat(http.get("/models/" + lost + "/artifact").code()).isEqualTo("artifact_corrupt");
    }
}
