package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a bad prediction request gets: status, code and words. */
class PredictRefusalsTest {
    private static LiveServer live;
    private static Http http;
    private static String model;

    @BeforeAll
    static void start() {
        live = new LiveServer().consuming();
        http = live.http;
        model = http.trained();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("no JSON", "nonsense", "json_invalid", "JSON decode error"),
                Arguments.of("no model", "{\"input_data\":{}}", "missing", "Field required"),
                Arguments.of("no input", "{\"model_id\":\"m\"}", "missing", "Field required"),
                Arguments.of("input a word", "{\"model_id\":\"m\",\"input_data\":\"x\"}", "dict_type", "dictionary"),
                Arguments.of("no rows", "{\"model_id\":\"m\",\"input_data\":[]}", "too_short", "at least 1 item"),
                Arguments.of("a row a word", "{\"model_id\":\"m\",\"input_data\":[7]}", "dict_type", "dictionary"),
                Arguments.of("model a number", "{\"model_id\":7,\"input_data\":{}}", "string_type", "valid string"),
                Arguments.of(
                        "model climbs",
                        "{\"model_id\":\"../x\",\"input_data\":{}}",
                        "string_pattern_mismatch",
                        "A-Z a-z 0-9"),
                Arguments.of(
                        "model of 300 characters",
                        "{\"model_id\":\"" + "m".repeat(300) + "\",\"input_data\":{}}",
                        "string_pattern_mismatch",
                        "1 to 128"),
                Arguments.of(
                        "deep",
                        "{\"model_id\":\"m\",\"input_data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
                        "json_invalid",
                        "at most 100 levels deep"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void aWrongShapeIsToldAsFastApiTellsIt(String what, String body, String type, String words) {
        Http.Answer answer = http.post("/predict", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(type);
        assertThat(answer.words()).contains(words);
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of("a missing feature", Http.INPUT.replace("\"bmi\"", "\"bmx\""), "missing_feature", "bmi"),
                Arguments.of("all missing", "{}", "missing_feature", "age, bmi, bp"),
                Arguments.of("text", Http.INPUT.replace("0.061696", "\"heavy\""), "not_a_number", "bmi"),
                Arguments.of(
                        "a number of elsewhere", Http.INPUT.replace("0.061696", "\"0,06\""), "not_a_number", "bmi"),
                Arguments.of("null", Http.INPUT.replace("0.061696", "null"), "not_a_number", "bmi"),
                Arguments.of("NaN", Http.INPUT.replace("0.061696", "NaN"), "not_a_number", "bmi"),
                Arguments.of("Infinity", Http.INPUT.replace("0.061696", "-Infinity"), "not_a_number", "bmi"),
                Arguments.of("1e400", Http.INPUT.replace("0.061696", "1e400"), "not_a_number", "bmi"),
                Arguments.of("1e39", Http.INPUT.replace("0.061696", "1e39"), "not_a_number", "32-bit"),
                Arguments.of("the second row", "[" + Http.INPUT + ",{}]", "missing_feature", "input_data[1]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void anInputTheModelCannotTakeIsAProblemThatNamesTheFeature(String what, String input, String code, String words) {
        Http.Answer answer = http.post("/predict", Http.predict(model, input));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.words()).contains(words);
    }

    @Test
    void anUnknownModelIs404() {
        Http.Answer answer = http.post("/predict", Http.predict("nobody", Http.INPUT));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("model_not_found");
        assertThat(answer.words()).contains("nobody");
    }

    @Test
    void aModelInTrainingIs409WithWhenToTryAgain() {
        try (LiveServer waiting = new LiveServer().predicting()) {
            String id = waiting.http.accepted(Http.TRAIN);

            Http.Answer answer = waiting.http.post("/predict", Http.predict(id, Http.INPUT));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("model_not_ready");
            assertThat(answer.json().path("retryable").asBoolean()).isTrue();
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void aModelWhoseTrainingFailedSaysWhy() {
        http.put("/datasets/lonely", "age,target\n" + "1,many\n".repeat(9) + "2,one\n");
        String id = http.accepted(
                "{\"dataset_id\":\"lonely\",\"features\":[\"age\"],\"target\":\"target\",\"stratify\":true}");
        http.get("/tasks/" + id + "?wait=60");

        Http.Answer answer = http.post("/predict", Http.predict(id, "{\"age\":1}"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("model_failed");
        assertThat(answer.words()).contains("invalid_parameter").contains("train again");
    }

    @Test
    void aModelWithOneByteFlippedIsRefusedAsCorrupt() throws IOException {
        try (LiveServer fresh = new LiveServer().consuming()) {
            String id = fresh.http.trained();
            StoredObject artifact = fresh.objects.list("models/" + id).getFirst();
            byte[] bytes;
            try (var reader = fresh.objects.open(artifact.key())) {
                bytes = reader.content().readAllBytes();
            }
            bytes[bytes.length / 2] ^= 1;
            fresh.objects.put(artifact.key(), new ByteArrayInputStream(bytes));

            Http.Answer answer = fresh.http.post("/predict", Http.predict(id, Http.INPUT));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.code()).isEqualTo("artifact_corrupt");
            assertThat(answer.words()).contains(id).doesNotContain("Exception").doesNotContain("dev.tasuki");
        }
    }

    @Test
    void noConsumerIs504AtTheDeadline() {
        try (LiveServer silent = new LiveServer(LiveServer.Bounds.ROOMY.requests(Duration.ofMillis(50), 10))) {
            Http.Answer answer = silent.http.post("/predict", Http.predict(model, Http.INPUT));

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.code()).isEqualTo("deadline_exceeded");
            assertThat(answer.words()).contains("50 ms").contains("consumer");
        }
    }

    @Test
    void tooManyAtOnceIs429WithWhenToTryAgain() {
        try (LiveServer narrow = new LiveServer(LiveServer.Bounds.ROOMY.requests(Duration.ofSeconds(20), 1))) {
            var first = narrow.http.sendLater(narrow.http
                    .request("/predict")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Http.predict(model, Http.INPUT))));
            org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> narrow.waiting() == 1);

            Http.Answer second = narrow.http.post("/predict", Http.predict(model, Http.INPUT));
            narrow.predicting();

            assertThat(second.status()).isEqualTo(429);
            assertThat(second.code()).isEqualTo("too_busy");
            assertThat(Integer.parseInt(second.header("Retry-After"))).isPositive();
            assertThat(first.join().status()).isEqualTo(404);
        }
    }

    @Test
    void aResultStoreThatIsAwayIs503WithWhenToTryAgain() {
        UnreachableStore store = new UnreachableStore(new MemoryTaskStore(InstantSource.system()));
        try (LiveServer broken = new LiveServer(LiveServer.Bounds.ROOMY, store).predicting()) {
            store.away();

            Http.Answer predict = broken.http.post("/predict", Http.predict("m", Http.INPUT));
            Http.Answer train = broken.http.post("/train", Http.TRAIN);
            Http.Answer list = broken.http.get("/tasks");

            assertThat(predict.status()).isEqualTo(503);
            assertThat(train.status()).isEqualTo(503);
            assertThat(list.status()).isEqualTo(503);
            assertThat(train.code()).isEqualTo("results_unavailable");
            assertThat(Integer.parseInt(train.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void aCancelledTrainingHasNoModel() {
        try (LiveServer waiting = new LiveServer().predicting()) {
            String id = waiting.http.accepted(Http.TRAIN);
            waiting.http.delete("/tasks/" + id);

            Http.Answer answer = waiting.http.post("/predict", Http.predict(id, Http.INPUT));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("model_failed");
            assertThat(answer.words()).contains("cancelled");
        }
    }
}
