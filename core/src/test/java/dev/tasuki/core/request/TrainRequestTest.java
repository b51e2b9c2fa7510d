package dev.tasuki.core.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tasuki.core.Rig;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.FieldProblem;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.ModelId;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.learn.registry.Learners;
import dev.tasuki.learn.spi.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainRequestTest {
    private static final String PLAIN = "\"dataset_id\":\"d\",\"features\":[\"a\",\"b\"],\"target\":\"y\"";

    @Test
    void thePublishedBodyMeansThePublishedTraining() {
        TrainRequest request = TrainRequest.parse(Rig.utf8(Rig.TRAIN));

        assertThat(request.dataset()).isEqualTo(new DatasetId("diabetes"));
        assertThat(request.features()).containsExactly("age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6");
        assertThat(request.target()).isEqualTo("target");
        assertThat(request.algorithm()).isNull();
        assertThat(request.params()).isEqualTo(TrainingParameters.PUBLISHED);
        assertThat(request.params().resolve(Learners.usual(Kind.NUMBERS)).byName())
                .containsEntry("n_estimators", 100)
                .containsEntry("max_depth", 3)
                .containsEntry("random_state", 42L)
                .containsEntry("min_samples_leaf", 1);
        assertThat(request.testSize()).isEqualTo(0.2);
        assertThat(request.splitRandomState()).isEqualTo(42);
        assertThat(request.stratify()).isFalse();
        assertThat(request.tags()).isEmpty();
        assertThat(new String(request.toMessage(new ModelId("m-1")), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"model_id\":\"m-1\",\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\",\"bp\",\"s1\","
                                + "\"s2\",\"s3\",\"s4\",\"s5\",\"s6\"],\"target\":\"target\"}");
    }

    @Test
    void anAlgorithmOfAPlugInThatIsNotHereIsToldToClientsAndToWhoAcceptedIt() {
        String named = PLAIN + ",\"algorithm\":\"acme.splines\"";

        InvalidRequest client = catchThrowableOfType(InvalidRequest.class, () -> parse(named));
        InvalidRequest consumer = catchThrowableOfType(
                InvalidRequest.class, () -> TrainRequest.parseMessage(Rig.utf8("{\"model_id\":\"m\"," + named + "}")));

        assertThat(client.code()).isEqualTo(RefusalCode.INVALID_REQUEST);
        assertThat(client.detail())
                .startsWith("Input should be 'RandomForestRegressor', ")
                .endsWith(" or 'auto'; algorithms of plug-ins come by --plugins");
        assertThat(consumer.code()).isEqualTo(RefusalCode.PLUGIN_MISSING);
        assertThat(consumer.fields()).isEmpty();
        assertThat(consumer.detail())
                .isEqualTo(
                        "the algorithm acme.splines is a plug-in's that this process does not have; start every process"
                                + " with --plugins and a directory that has it, then retry the task");
    }

    @Test
    void whatTheMessageSaysIsWhatTheBodySaid() {
        TrainRequest request = parse(PLAIN
                + ",\"algorithm\":\"RandomForestClassifier\",\"params\":{\"max_depth\":null,\"max_features\":\"sqrt\","
                + "\"min_samples_leaf\":0.1,\"bootstrap\":false},\"test_size\":0.25,\"split_random_state\":7,"
                + "\"stratify\":true,\"name\":\"mine\",\"tags\":[\"x\",\"y\",\"x\"],\"unknown\":1");

        TrainRequest again = TrainRequest.parseMessage(request.toMessage(new ModelId("m-1")));

        assertThat(again.modelId()).isEqualTo(new ModelId("m-1"));
        assertThat(again.params().resolve(Learners.usual(Kind.CLASSES)))
                .isEqualTo(request.params().resolve(Learners.usual(Kind.CLASSES)));
        assertThat(again.params().resolve(Learners.usual(Kind.CLASSES)).byName())
                .containsEntry("max_depth", null);
        assertThat(again.tags()).containsExactly("x", "y");
        assertThat(again.canonical()).isEqualTo(request.canonical());
    }

    @Test
    void whenToTrainSurvivesTheMessage() {
        TrainRequest request = TrainRequest.parse(Rig.utf8("{" + PLAIN
                + ",\"run_at\":\"2026-01-01T02:00:00.1239+02:00\",\"expires_at\":\"2026-01-01T00:00:01Z\","
                + "\"timeout_s\":0.0005,\"priority\":0}"));

        RequestedSchedule when =
                TrainRequest.parseMessage(request.toMessage(new ModelId("m"))).when();

        assertThat(when).isEqualTo(request.when());
        assertThat(when.runAt()).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(when.timeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(when.priority()).isZero();
        assertThat(TrainRequest.parse(Rig.utf8("{" + PLAIN + "}")).when()).isEqualTo(RequestedSchedule.NOW);
        assertThat(new String(
                        TrainRequest.parse(Rig.utf8("{" + PLAIN + ",\"priority\":5}"))
                                .canonical(),
                        UTF_8))
                .isEqualTo(new String(
                        TrainRequest.parse(Rig.utf8("{" + PLAIN + "}")).canonical(), UTF_8));
    }

    @Test
    void aMessageMustNameItsModel() {
        InvalidRequest refusal = catchThrowableOfType(
                InvalidRequest.class, () -> TrainRequest.parseMessage(Rig.utf8("{" + PLAIN + "}")));

        assertThat(refusal.fields()).extracting(FieldProblem::loc).containsExactly(List.of("body", "model_id"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("\"dataset_id\":\"d\",\"target\":\"y\"", "missing", List.of("body", "features")),
                Arguments.of("\"dataset_id\":\"d\",\"features\":[\"a\"]", "missing", List.of("body", "target")),
                Arguments.of("\"features\":[\"a\"],\"target\":\"y\"", "missing", List.of("body", "dataset_id")),
                Arguments.of(
                        "\"dataset_id\":7,\"features\":[\"a\"],\"target\":\"y\"",
                        "string_type",
                        List.of("body", "dataset_id")),
                Arguments.of(
                        "\"dataset_id\":null,\"features\":[\"a\"],\"target\":\"y\"",
                        "string_type",
                        List.of("body", "dataset_id")),
                Arguments.of(
                        "\"dataset_id\":\"d\",\"features\":\"a\",\"target\":\"y\"",
                        "list_type",
                        List.of("body", "features")),
                Arguments.of(
                        "\"dataset_id\":\"d\",\"features\":[\"a\",5],\"target\":\"y\"",
                        "string_type",
                        List.of("body", "features", 1)),
                Arguments.of(
                        "\"dataset_id\":\"d\",\"features\":[],\"target\":\"y\"",
                        "too_short",
                        List.of("body", "features")),
                Arguments.of(
                        "\"dataset_id\":\"d\",\"features\":[\"a\",\"b\",\"a\"],\"target\":\"y\"",
                        "duplicate",
                        List.of("body", "features", 2)),
                Arguments.of(
                        "\"dataset_id\":\"d\",\"features\":[\"a\",\"y\"],\"target\":\"y\"",
                        "target_among_features",
                        List.of("body", "target")),
                Arguments.of(PLAIN + ",\"algorithm\":\"Lasso\"", "literal_error", List.of("body", "algorithm")),
                Arguments.of(PLAIN + ",\"params\":[]", "dict_type", List.of("body", "params")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"max_deph\":3}",
                        "unknown_parameter",
                        List.of("body", "params", "max_deph")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"n_estimators\":0}",
                        "value_error",
                        List.of("body", "params", "n_estimators")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"n_estimators\":1000000000}",
                        "value_error",
                        List.of("body", "params", "n_estimators")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"n_estimators\":{\"a\":1}}",
                        "value_error",
                        List.of("body", "params", "n_estimators")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"max_features\":3}",
                        "value_error",
                        List.of("body", "params", "max_features")),
                Arguments.of(PLAIN + ",\"params\":{\"n_jobs\":-1}", "value_error", List.of("body", "params", "n_jobs")),
                Arguments.of(
                        PLAIN + ",\"params\":{\"oob_score\":true,\"bootstrap\":false}",
                        "value_error",
                        List.of("body", "params", "oob_score")),
                Arguments.of(
                        PLAIN + ",\"algorithm\":\"RandomForestRegressor\",\"params\":{\"class_weight\":\"balanced\"}",
                        "value_error",
                        List.of("body", "params", "class_weight")),
                Arguments.of(PLAIN + ",\"run_at\":5", "datetime_type", List.of("body", "run_at")),
                Arguments.of(PLAIN + ",\"run_at\":\"\"", "datetime_parsing", List.of("body", "run_at")),
                Arguments.of(
                        PLAIN + ",\"run_at\":\"2026-01-01T00:00:00\"", "timezone_aware", List.of("body", "run_at")),
                Arguments.of(
                        PLAIN + ",\"expires_at\":\"1969-12-31T23:59:59Z\"",
                        "datetime_parsing",
                        List.of("body", "expires_at")),
                Arguments.of(
                        PLAIN + ",\"run_at\":\"2026-01-01T00:00Z\",\"expires_at\":\"2026-01-01T00:00:00Z\"",
                        "expires_before_start",
                        List.of("body", "expires_at")),
                Arguments.of(PLAIN + ",\"timeout_s\":NaN", "greater_than", List.of("body", "timeout_s")),
                Arguments.of(PLAIN + ",\"timeout_s\":1e400", "less_than_equal", List.of("body", "timeout_s")),
                Arguments.of(PLAIN + ",\"timeout_s\":true", "float_type", List.of("body", "timeout_s")),
                Arguments.of(PLAIN + ",\"priority\":10", "less_than_equal", List.of("body", "priority")),
                Arguments.of(PLAIN + ",\"priority\":\"9\"", "int_type", List.of("body", "priority")),
                Arguments.of(PLAIN + ",\"test_size\":0", "greater_than", List.of("body", "test_size")),
                Arguments.of(PLAIN + ",\"test_size\":1.0", "less_than", List.of("body", "test_size")),
                Arguments.of(PLAIN + ",\"test_size\":NaN", "greater_than", List.of("body", "test_size")),
                Arguments.of(PLAIN + ",\"test_size\":\"half\"", "float_type", List.of("body", "test_size")),
                Arguments.of(
                        PLAIN + ",\"split_random_state\":1.5", "int_from_float", List.of("body", "split_random_state")),
                Arguments.of(
                        PLAIN + ",\"split_random_state\":-1",
                        "greater_than_equal",
                        List.of("body", "split_random_state")),
                Arguments.of(
                        PLAIN + ",\"split_random_state\":4294967296",
                        "less_than_equal",
                        List.of("body", "split_random_state")),
                Arguments.of(
                        PLAIN + ",\"split_random_state\":99999999999999999999999",
                        "less_than_equal",
                        List.of("body", "split_random_state")),
                Arguments.of(
                        PLAIN + ",\"split_random_state\":\"7\"", "int_type", List.of("body", "split_random_state")),
                Arguments.of(PLAIN + ",\"stratify\":1", "bool_type", List.of("body", "stratify")),
                Arguments.of(PLAIN + ",\"name\":7", "string_type", List.of("body", "name")),
                Arguments.of(PLAIN + ",\"tags\":[\"\"]", "string_length", List.of("body", "tags", 0)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamedInPydanticsShape(String members, String type, List<Object> loc) {
        InvalidRequest refusal = refused("{" + members + "}");

        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.loc()).isEqualTo(loc);
            assertThat(problem.msg()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..",
                ".hidden",
                "-rf",
                "a/b",
                "a%2e%2e%2fb",
                "a\\u0000b",
                "a b",
                "",
                "é",
                "a\\nb",
                "C:\\\\x"
            })
    void aNameThatIsNoSafeNameIsRefused(String name) {
        InvalidRequest refusal = refused("{\"dataset_id\":\"" + name + "\",\"features\":[\"a\"],\"target\":\"y\"}");

        assertThat(refusal.fields()).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo("string_pattern_mismatch");
            assertThat(problem.loc()).isEqualTo(List.of("body", "dataset_id"));
            assertThat(String.valueOf(problem.input())).doesNotContain("\u0000", "\n");
        });
    }

    @Test
    void aNameOf300CharactersIsRefusedAndShownShortened() {
        InvalidRequest refusal =
                refused("{\"dataset_id\":\"" + "x".repeat(300) + "\",\"features\":[\"a\"],\"target\":\"y\"}");

        assertThat(String.valueOf(refusal.fields().getFirst().input())).hasSizeLessThan(70);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        InvalidRequest refusal =
                refused("{\"features\":3,\"test_size\":2,\"params\":{\"max_depth\":0,\"bootstrap\":9}}");

        assertThat(refusal.fields())
                .extracting(FieldProblem::loc)
                .containsExactlyInAnyOrder(
                        List.of("body", "dataset_id"),
                        List.of("body", "features"),
                        List.of("body", "target"),
                        List.of("body", "test_size"),
                        List.of("body", "params", "max_depth"),
                        List.of("body", "params", "bootstrap"));
    }

    @Test
    void whatOthersCallTheParametersIsNotIgnored() {
        for (String name : List.of("parameters", "hyper_parameters", "hyperParams", "kwargs")) {
            assertThat(refused("{" + PLAIN + ",\"" + name + "\":{\"max_depth\":2}}")
                            .fields())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.msg()).endsWith("did you mean params?"));
        }
    }

    @Test
    void aMisspeltParameterIsAnsweredWithTheLikelyOne() {
        InvalidRequest refusal = refused("{" + PLAIN + ",\"params\":{\"n_estimator\":3}}");

        assertThat(refusal.fields().getFirst().msg()).contains("did you mean n_estimators?");
    }

    @Test
    void aParameterThatFitsEitherAlgorithmIsFineWhileItIsNotChosen() {
        TrainRequest request = parse(PLAIN + ",\"params\":{\"criterion\":\"gini\",\"class_weight\":\"balanced\"}");

        assertThat(request.params().resolve(Learners.usual(Kind.CLASSES)).byName())
                .containsEntry("criterion", "gini");
    }

    static Stream<Arguments> noJson() {
        return Stream.of(
                Arguments.of("", "missing"),
                Arguments.of("{", "json_invalid"),
                Arguments.of("{\"a\":1,}", "json_invalid"),
                Arguments.of("{} {}", "json_invalid"),
                Arguments.of("{'a':1}", "json_invalid"),
                Arguments.of("[".repeat(10_000) + "]".repeat(10_000), "json_invalid"),
                Arguments.of("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "json_invalid"),
                Arguments.of("{\"a\":\"" + "x".repeat(2 << 20) + "\"}", "json_invalid"),
                Arguments.of("{\"a\":" + "9".repeat(5_000) + "}", "json_invalid"),
                Arguments.of("[1,2]", "model_attributes_type"),
                Arguments.of("\"text\"", "model_attributes_type"),
                Arguments.of("null", "model_attributes_type"));
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void aBodyThatIsNoJsonObjectIsRefusedWithoutWordsOfTheParsers(String body, String type) {
        InvalidRequest refusal = refused(body);

        FieldProblem problem = refusal.fields().getFirst();
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.loc().getFirst()).isEqualTo("body");
        assertThat(problem.msg()).doesNotContain("com.fasterxml", "StreamRead", "JsonToken", "Source");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] body = ("{" + PLAIN + "}").getBytes(StandardCharsets.ISO_8859_1);
        body[16] = (byte) 0xFF;

        InvalidRequest refusal = catchThrowableOfType(InvalidRequest.class, () -> TrainRequest.parse(body));

        assertThat(refusal.fields().getFirst().type()).isEqualTo("json_invalid");
    }

    @Test
    void tooManyFeaturesAreRefused() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= 10_000; i++) {
            names.add("\"f" + i + "\"");
        }

        InvalidRequest refusal =
                refused("{\"dataset_id\":\"d\",\"features\":[" + String.join(",", names) + "],\"target\":\"y\"}");

        assertThat(refusal.fields().getFirst().type()).isEqualTo("too_long");
    }

    @Test
    void aLongInputIsShownShort() {
        InvalidRequest refusal = refused("{\"dataset_id\":\"d\",\"target\":\"y\",\"x\":\"" + "z".repeat(100_000)
                + "\",\"w\":[" + "1,".repeat(1_000) + "1]}");

        Object input = refusal.fields().getFirst().input();
        assertThat(input).isInstanceOf(Map.class);
        assertThat(input.toString()).hasSizeLessThan(300);
    }

    private static TrainRequest parse(String members) {
        return TrainRequest.parse(Rig.utf8("{" + members + "}"));
    }

    private static InvalidRequest refused(String body) {
        return catchThrowableOfType(InvalidRequest.class, () -> TrainRequest.parse(Rig.utf8(body)));
    }
}
