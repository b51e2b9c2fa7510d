package dev.tasuki.core.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.Rig;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.base.Telemetry;
import dev.tasuki.core.consumer.ConsumerOptions;
import dev.tasuki.core.consumer.Consumers;
import dev.tasuki.core.data.ColumnView;
import dev.tasuki.core.data.DatasetDescription;
import dev.tasuki.core.memory.InProcessBroker;
import dev.tasuki.core.request.TrainRequest;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions from the client's bytes to the answer, over the broker inside one process. */
class PredictTest {
    private final Rig rig = new Rig();
    private final Consumers consumers = rig.consume();

    @BeforeEach
    void sample() {
        rig.datasets.installSample();
    }

    @AfterEach
    void close() {
        consumers.close();
        rig.close();
    }

    @Test
    void oneObjectIsOneNumberAndAListIsAList() {
        TaskRow model = trained(Rig.TRAIN);

        assertThat(predict(model, Rig.INPUT))
                .isEqualTo("{\"status\":\"TASK_COMPLETED\",\"pred_proba\":208.6445780005619}");
        assertThat(predict(model, "[" + Rig.INPUT + "]"))
                .isEqualTo("{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[208.6445780005619]}");
        assertThat(predict(model, "[" + Rig.INPUT + "," + Rig.INPUT.replace("0.061696", "-0.05") + "]"))
                .startsWith("{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[208.6445780005619,");
    }

    @Test
    void rowsOfNoUseAreNullInTheirPlacesWhereEachRowIsAskedFor() {
        TaskRow model = trained(Rig.TRAIN);
        String wrong = Rig.INPUT.replace("\"bmi\"", "\"other\"");

        JsonNode answer = Json.stored(predict(model, "[" + wrong + "," + Rig.INPUT + "],\"each_row\":true"));

        assertThat(answer.get("pred_proba").toString()).isEqualTo("[null,208.6445780005619]");
        assertThat(answer.get("row_warnings").fieldNames()).toIterable().containsExactly("0");
        assertThat(answer.get("row_warnings").get("0").get(0).textValue()).contains("bmi");
        assertThatThrownBy(() -> predict(model, "[" + wrong + "," + Rig.INPUT + "],\"each_row\":false"))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void extraNamesAreIgnored() {
        TaskRow model = trained(Rig.TRAIN);

        assertThat(predict(model, Rig.INPUT.replace("{", "{\"sex\":null,\"x\":[1,{\"y\":\"z\"}],")))
                .contains("208.6445780005619");
    }

    @Test
    void aClassifierAnswersProbabilitiesClassesAndPrediction() {
        rig.datasets.put(
                new DatasetId("pets"),
                new ByteArrayInputStream(Rig.utf8("a,kind\n" + "1,cat\n2,cat\n8,dog\n9,dog\n".repeat(5))));
        TaskRow model = trained(
                "{\"dataset_id\":\"pets\",\"features\":[\"a\"],\"target\":\"kind\",\"params\":{\"n_estimators\":10}}");

        JsonNode one = Json.stored(predict(model, "{\"a\":9}"));
        JsonNode two = Json.stored(predict(model, "[{\"a\":9},{\"a\":1}]"));

        assertThat(one.toString())
                .isEqualTo("{\"status\":\"TASK_COMPLETED\",\"pred_proba\":[0.0,1.0],\"classes\":[\"cat\",\"dog\"],"
                        + "\"prediction\":\"dog\"}");
        assertThat(two.get("pred_proba").toString()).isEqualTo("[[0.0,1.0],[1.0,0.0]]");
        assertThat(two.get("prediction").toString()).isEqualTo("[\"dog\",\"cat\"]");
        assertThat(rig.models.find(id(model)).report().get("algorithm").textValue())
                .isEqualTo("RandomForestClassifier");
    }

    @Test
    void classesThatADoubleCannotHoldKeepTheirNames() {
        String rows = IntStream.range(0, 60)
                .mapToObj(i -> i + "," + (1234567890123456781L + i / 20) + "\n")
                .collect(Collectors.joining());
        DatasetDescription stored =
                rig.datasets.put(new DatasetId("acc"), new ByteArrayInputStream(Rig.utf8("x,account\n" + rows)));
        TaskRow model = trained("{\"dataset_id\":\"acc\",\"features\":[\"x\"],\"target\":\"account\","
                + "\"algorithm\":\"RandomForestClassifier\"}");

        JsonNode answer = Json.stored(predict(model, "[{\"x\":0},{\"x\":30},{\"x\":59}]"));

        String labels = "[\"1234567890123456781\",\"1234567890123456782\",\"1234567890123456783\"]";
        assertThat(answer.get("classes").toString()).isEqualTo(labels);
        assertThat(answer.get("prediction").toString()).isEqualTo(labels);
        ColumnView account = stored.columns().get(1);
        assertThat(account.distinct()).isEqualTo(3);
        assertThat(account.min()).isEqualTo(BigInteger.valueOf(1234567890123456781L));
        assertThat(account.max()).isEqualTo(BigInteger.valueOf(1234567890123456783L));
        assertThat(stored.firstRows().getFirst()).containsExactly("0", "1234567890123456781");
    }

    @Test
    void everyMissingFeatureIsNamed() {
        TaskRow model = trained(Rig.TRAIN);

        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class, () -> predict(model, "{\"age\":1,\"bmi\":2,\"s1\":3,\"x\":4}"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.MISSING_FEATURE);
        assertThat(refusal.fields()).isEmpty();
        assertThat(refusal.detail())
                .contains("features bp, s2, s3, s4, s5, s6;", model.id().value());
    }

    @Test
    void aMisspeltFeatureIsToldWhatItMeans() {
        rig.datasets.put(
                new DatasetId("odd"),
                new ByteArrayInputStream(
                        Rig.utf8("sepal length (cm),a,\"Price, EUR\",y\n" + "1,2,3,4\n2,3,4,5\n".repeat(5))));
        TaskRow model = trained("{\"dataset_id\":\"odd\",\"features\":[\"sepal length (cm)\",\"a\",\"Price, EUR\"],"
                + "\"target\":\"y\",\"params\":{\"n_estimators\":1}}");

        assertThatThrownBy(() -> predict(model, "{\"Sepal_Length (cm)\":1,\"b\":[2]}"))
                .hasMessageContaining("lacks the features \"sepal length (cm)\", a, \"Price, EUR\"; "
                        + "for \"Sepal_Length (cm)\" did you mean \"sepal length (cm)\"?; model ");
    }

    @Test
    void theRowOfAListThatIsWrongIsNamed() {
        TaskRow model = trained(Rig.TRAIN);

        assertThatThrownBy(() -> predict(model, "[" + Rig.INPUT + ",{\"age\":1}]"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("input_data[1] lacks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"0,06\" | \"0,06\"",
                "null | null",
                "\"true\" | \"true\"",
                "[1] | [1]",
                "{\"a\":1} | {\"a\":1}",
                "NaN | NaN",
                "Infinity | Infinity",
                "-Infinity | -Infinity",
                "1e400 | Infinity",
                "1e39 | 1.0E39",
                "-3.5e38 | -3.5E38"
            })
    void aValueThatIsNoNumberForATreeIsNamedWithItsFeature(String value, String shown) {
        TaskRow model = trained(Rig.TRAIN);

        InvalidRequest refusal =
                catchThrowableOfType(InvalidRequest.class, () -> predict(model, Rig.INPUT.replace("0.061696", value)));

        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_A_NUMBER);
        assertThat(refusal.detail()).contains("feature bmi").containsIgnoringCase(shown);
    }

    @Test
    void aWrongShapeNeverReachesTheConsumer() {
        assertThatThrownBy(() -> rig.predictions.predict(Rig.utf8("{\"model_id\":\"m\"}")))
                .isInstanceOfSatisfying(
                        InvalidRequest.class, r -> assertThat(r.fields()).hasSize(1));
        assertThat(rig.telemetry.value(Telemetry.Count.PREDICTIONS_REFUSED)).isZero();
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThatThrownBy(() -> rig.predictions.predict(Rig.utf8("{\"model_id\":\"nobody\",\"input_data\":{}}")))
                .isInstanceOfSatisfying(
                        NotFound.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.MODEL_NOT_FOUND))
                .hasMessageContaining("nobody");
    }

    @Test
    void aModelInTrainingIsNotReady() {
        consumers.drain(Duration.ofMinutes(2));
        TaskRow row = rig.trainings.submit(TrainRequest.parse(Rig.utf8(Rig.TRAIN)), null);
        Consumers predicting = Consumers.start(
                new Consumers.Line(new InProcessBroker(rig.clock, 1), rig.train),
                new Consumers.Line(rig.broker, rig.predict),
                new ConsumerOptions(1, 0),
                rig.runs);

        NotReady refusal = catchThrowableOfType(NotReady.class, () -> predict(row, Rig.INPUT));

        assertThat(refusal.code()).isEqualTo(RefusalCode.MODEL_NOT_READY);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(refusal.detail()).contains("TASK_RECEIVED", row.id().value());
        predicting.close();
    }

    @ParameterizedTest
    @CsvSource({"1e200", "1.7e308"})
    void figuresBeyondADoubleAreNull(String huge) {
        StringBuilder csv = new StringBuilder("a,y\n");
        for (int i = 0; i < 20; i++) {
            csv.append(i).append(',').append(i % 2 == 0 ? "" : "-").append(huge).append('\n');
        }
        rig.datasets.put(new DatasetId("huge"), new ByteArrayInputStream(Rig.utf8(csv.toString())));
        TaskRow model = trained(
                "{\"dataset_id\":\"huge\",\"features\":[\"a\"],\"target\":\"y\",\"params\":{\"oob_score\":true}}");

        Outcome.Completed done = (Outcome.Completed) model.outcome();
        String report = rig.models.find(id(model)).toString();

        assertThat(done.metrics()).contains("\"rmse\":null").doesNotContain("Infinity", "NaN");
        assertThat(report).doesNotContain("Infinity", "NaN");
        assertThat(predict(model, "{\"a\":3}")).doesNotContain("Infinity", "NaN");
    }

    @Test
    void aModelThatIsScheduledSaysWhen() {
        TaskRow soon = submit(Rig.TRAIN.replace(
                "\"target\"}", "\"target\",\"run_at\":\"" + rig.clock.instant().plusSeconds(90) + "\"}"));
        TaskRow late = submit(Rig.TRAIN.replace(
                "\"target\"}", "\"target\",\"run_at\":\"" + rig.clock.instant().plus(Duration.ofDays(9)) + "\"}"));

        NotReady first = catchThrowableOfType(NotReady.class, () -> predict(soon, Rig.INPUT));
        NotReady second = catchThrowableOfType(NotReady.class, () -> predict(late, Rig.INPUT));

        assertThat(first.detail())
                .contains("its training is due at " + soon.spec().runAt())
                .doesNotContain("% done");
        assertThat(first.retryAfter())
                .contains(Duration.between(rig.clock.instant(), soon.spec().runAt()));
        assertThat(second.detail()).contains(late.spec().runAt().toString());
        assertThat(second.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void numbersMayBeTextAndTruthIsOneOrZero() {
        rig.datasets.put(
                new DatasetId("steps"),
                new ByteArrayInputStream(Rig.utf8("a,b,y\n0,0,1\n1,0,2\n3,1,5\n4,1,6\n5,0,7\n")));
        TaskRow model = trained("{\"dataset_id\":\"steps\",\"features\":[\"a\",\"b\"],\"target\":\"y\"}");
        String plain = predict(model, "{\"a\":3,\"b\":1}");

        for (String same : List.of(
                "{\"a\":\"3\",\"b\":true}",
                "{\"a\":\" 3.0 \",\"b\":\"1\"}",
                "{\"a\":\"3e0\",\"b\":\"+1\"}",
                "{\"b\":true,\"a\":\"0.3e+1\"}")) {
            assertThat(predict(model, same)).as(same).isEqualTo(plain);
        }
        assertThat(predict(model, "{\"a\":3,\"b\":false}")).isEqualTo(predict(model, "{\"a\":3,\"b\":0}"));
        for (String wrong : List.of(
                "\"\"",
                "\" \"",
                "\"x\"",
                "\"3d\"",
                "\"0x1p3\"",
                "\"nan\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"1e39\"",
                "\"3,5\"",
                "null",
                "[1]",
                "{}",
                "\"true\"",
                "\"" + "1".repeat(200) + "\"")) {
            assertThatThrownBy(() -> predict(model, "{\"a\":" + wrong + ",\"b\":1}"))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            InvalidRequest.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.NOT_A_NUMBER))
                    .hasMessageContaining("feature a is")
                    .hasMessageContaining("a number as text");
        }
    }

    @Test
    void aModelWhoseTrainingFailedNamesItsError() {
        TaskRow row = rig.failing();

        assertThat(rig.ended(row.id()).state()).isEqualTo(TaskState.TASK_ERROR);
        assertThatThrownBy(() -> predict(row, "{\"a\":1}"))
                .isInstanceOfSatisfying(
                        NotFound.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.MODEL_FAILED))
                .hasMessageContaining("invalid_parameter")
                .hasMessageContaining("stratify");
    }

    @Test
    void anAlteredArtifactIsCorrupt() throws IOException {
        TaskRow model = trained(Rig.TRAIN);
        String key = ((Outcome.Completed) model.outcome()).artifact().key();
        byte[] bytes;
        try (var reader = rig.objects.open(key)) {
            bytes = reader.content().readAllBytes();
        }
        bytes[bytes.length / 2] ^= 1;
        rig.objects.put(key, new ByteArrayInputStream(bytes));

        assertThatThrownBy(() -> predict(model, Rig.INPUT))
                .isInstanceOfSatisfying(
                        Corrupt.class, r -> assertThat(r.code()).isEqualTo(RefusalCode.ARTIFACT_CORRUPT))
                .hasMessageContaining("SHA-256")
                .message()
                .doesNotContain(key, "models/")
                .doesNotContainPattern("[0-9a-f]{64}");
    }

    @Test
    void anArtifactThatIsGoneOrCutIsCorrupt() throws IOException {
        TaskRow model = trained(Rig.TRAIN);
        String key = ((Outcome.Completed) model.outcome()).artifact().key();
        rig.objects.put(key, new ByteArrayInputStream(new byte[100]));
        assertThatThrownBy(() -> predict(model, Rig.INPUT))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("it has 100 bytes");

        rig.objects.delete(key);
        assertThatThrownBy(() -> predict(model, Rig.INPUT))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("not in the store");
    }

    private TaskRow submit(String body) {
        return rig.trainings.submit(TrainRequest.parse(Rig.utf8(body)), null);
    }

    private TaskRow trained(String body) {
        TaskRow row = rig.ended(submit(body).id());
        assertThat(row.state()).isEqualTo(TaskState.TASK_COMPLETED);
        return row;
    }

    private String predict(TaskRow model, String input) {
        return new String(rig.predictions.predict(body(model, input)).json(), StandardCharsets.UTF_8);
    }

    private static byte[] body(TaskRow model, String input) {
        return Rig.utf8(
                "{\"model_id\":\"" + model.id() + "\",\"dataset_id\":\"diabetes\",\"input_data\":" + input + "}");
    }

    private static ModelId id(TaskRow row) {
        return new ModelId(row.id().value());
    }
}
