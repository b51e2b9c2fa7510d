package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an existing client relies on. */
class PublishedRoutesTest {
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
    void trainAnswersReceivedWithTheModelAndWhereItsTaskIs() {
        Http.Answer answer = http.post("/train", Http.TRAIN);

        String id = answer.json().at("/message/model_id").asText();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"message\":{\"status\":\"TASK_RECEIVED\",\"model_id\":\"" + id + "\"}}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Location")).isEqualTo("/tasks/" + id);
        assertThat(http.get(answer.header("Location")).json().path("model_id").asText())
                .isEqualTo(id);
    }

    @Test
    void thePublishedFiguresComeOutToTheLastDigit() {
        String model = http.trained();

        Http.Answer prediction = http.post("/predict", Http.predict(model, Http.INPUT));
        Http.Answer details = http.get("/models/" + model);

        assertThat(prediction.status()).isEqualTo(200);
        assertThat(prediction.header("Content-Type")).isEqualTo("application/json");
        assertThat(prediction.text())
                .isEqualTo("{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}}");
        assertThat(details.text()).contains("\"rmse\":53.03900735084424");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=\"UTF-8\""
            })
    void whatProgramsSayOfTheirJsonIsTaken(String type) {
        assertThat(http.post("/train", Http.TRAIN, "Content-Type", type).status())
                .isEqualTo(200);
    }

    @Test
    void theContentTypeMayBeLeftOut() {
        assertThat(http.send(http.request("/train").POST(BodyPublishers.ofString(Http.TRAIN)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aZippedBodyIsUnzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Http.TRAIN.getBytes(StandardCharsets.UTF_8));
        }

        Http.Answer answer = http.send(http.request("/train")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void theSameKeyAndBodyMakeOneTaskAndAnotherBodyIsRefused() {
        Http.Answer first = http.post("/train", Http.TRAIN, "Idempotency-Key", "order-66");
        Http.Answer again = http.post("/train", Http.TRAIN, "Idempotency-Key", "order-66");
        Http.Answer other = http.post("/train", Http.TRAIN.replace("\"s6\"", "\"sex\""), "Idempotency-Key", "order-66");

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_conflict");
        assertThat(other.words()).contains(first.json().at("/message/model_id").asText());
    }

    @Test
    void predictTakesAListAndIgnoresNamesItDoesNotKnow() {
        String model = http.trained();
        String other = Http.INPUT.replace("{", "{\"colour\":\"red\",");

        Http.Answer answer = http.post("/predict", Http.predict(model, "[" + Http.INPUT + "," + other + "]"));

        assertThat(answer.text())
                .isEqualTo(
                        "{\"message\":{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[208.6445780005619,208.6445780005619]}}");
    }

    @Test
    void predictNeedsNoDataset() {
        String model = http.trained();

        Http.Answer answer =
                http.post("/predict", "{\"model_id\":\"" + model + "\",\"input_data\":" + Http.INPUT + "}");

        assertThat(answer.json().at("/message/pred_proba").doubleValue()).isEqualTo(208.6445780005619);
    }

    @Test
    void aClassifierAnswersClassesProbabilitiesAndItsPrediction() {
        StringBuilder csv = new StringBuilder("width,height,kind\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(i < 20 ? "small" : "big")
                    .append('\n');
        }
        http.put("/datasets/shapes", csv.toString());
        String model =
                http.accepted("{\"dataset_id\":\"shapes\",\"features\":[\"width\",\"height\"],\"target\":\"kind\"}");
        http.get("/tasks/" + model + "?wait=60");

        JsonNode message = http.post("/predict", Http.predict(model, "{\"width\":39,\"height\":1}"))
                .json()
                .path("message");

        assertThat(message.path("classes").toString()).isEqualTo("[\"big\",\"small\"]");
        assertThat(message.path("prediction").asText()).isEqualTo("big");
        assertThat(message.at("/pred_proba/0").doubleValue()).isGreaterThan(0.9);
        assertThat(http.get("/models/" + model).json().path("algorithm").asText())
                .isEqualTo("RandomForestClassifier");
    }

    @Test
    void trainIsAcceptedWhileNoConsumerRuns() {
        try (LiveServer quiet = new LiveServer()) {
            String id = quiet.http.accepted(Http.TRAIN);

            assertThat(quiet.http.get("/tasks/" + id).json().path("state").asText())
                    .isEqualTo("TASK_RECEIVED");
        }
    }
}
