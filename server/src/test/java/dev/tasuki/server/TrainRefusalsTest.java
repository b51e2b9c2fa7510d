package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a bad training request gets: status, code and words. */
class TrainRefusalsTest {
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer();
        http = live.http;
        http.put("/datasets/mixed", "age,colour,target\n1,red,2\n3,blue,4\n");
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    static Stream<Arguments> shapes() {
        return Stream.of(bodies(), columns(), datasets(), schedules(), options(), beyond())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> bodies() {
        return Stream.of(
                row("no JSON", "{\"dataset_id\": \"diabetes\",", "json_invalid", "[\"body\",26]", "JSON decode error"),
                row("no body", "", "missing", "[\"body\"]", "Field required"),
                row("a list", "[]", "model_attributes_type", "[\"body\"]", "valid dictionary or object"),
                row("null", "null", "model_attributes_type", "[\"body\"]", "valid dictionary"),
                row("two values", "{} {}", "json_invalid", "[\"body\",3]", "JSON decode error"));
    }

    private static Stream<Arguments> columns() {
        return Stream.of(
                row("no features", drop("features"), "missing", "[\"body\",\"features\"]", "Field required"),
                row("no target", drop("target"), "missing", "[\"body\",\"target\"]", "Field required"),
                row("no dataset", drop("dataset_id"), "missing", "[\"body\",\"dataset_id\"]", "Field required"),
                row(
                        "features a word",
                        with("features", "\"age\""),
                        "list_type",
                        "[\"body\",\"features\"]",
                        "valid list"),
                row(
                        "features empty",
                        with("features", "[]"),
                        "too_short",
                        "[\"body\",\"features\"]",
                        "at least 1 item"),
                row(
                        "a number among features",
                        with("features", "[\"age\",7]"),
                        "string_type",
                        "[\"body\",\"features\",1]",
                        "valid string"),
                row(
                        "a feature twice",
                        with("features", "[\"age\",\"bmi\",\"age\"]"),
                        "duplicate",
                        "[\"body\",\"features\",2]",
                        "\"age\" is named twice"),
                row(
                        "target among features",
                        with("features", "[\"age\",\"target\"]"),
                        "target_among_features",
                        "[\"body\",\"target\"]",
                        "\"target\" is also one of the features"),
                row("target a number", with("target", "7"), "string_type", "[\"body\",\"target\"]", "valid string"));
    }

    private static Stream<Arguments> datasets() {
        return Stream.of(
                row(
                        "dataset a number",
                        with("dataset_id", "7"),
                        "string_type",
                        "[\"body\",\"dataset_id\"]",
                        "valid string"),
                row(
                        "dataset climbs",
                        with("dataset_id", "\"../../etc/passwd\""),
                        "string_pattern_mismatch",
                        "[\"body\",\"dataset_id\"]",
                        "A-Z a-z 0-9"),
                row(
                        "dataset coded",
                        with("dataset_id", "\"%2e%2e\""),
                        "string_pattern_mismatch",
                        "[\"body\",\"dataset_id\"]",
                        "A-Z a-z 0-9"),
                row(
                        "dataset with NUL",
                        with("dataset_id", "\"a\\u0000b\""),
                        "string_pattern_mismatch",
                        "[\"body\",\"dataset_id\"]",
                        "A-Z a-z 0-9"),
                row(
                        "dataset of 300 characters",
                        with("dataset_id", "\"" + "x".repeat(300) + "\""),
                        "string_pattern_mismatch",
                        "[\"body\",\"dataset_id\"]",
                        "1 to 128 characters"));
    }

    private static Stream<Arguments> schedules() {
        return Stream.of(
                row(
                        "run_at a number",
                        with("run_at", "1732428000"),
                        "datetime_type",
                        "[\"body\",\"run_at\"]",
                        "ISO 8601"),
                row(
                        "run_at a word",
                        with("run_at", "\"tomorrow\""),
                        "datetime_parsing",
                        "[\"body\",\"run_at\"]",
                        "such as 2026-11-24T06:00:00Z"),
                row(
                        "run_at without an offset",
                        with("run_at", "\"2026-11-24T06:00:00\""),
                        "timezone_aware",
                        "[\"body\",\"run_at\"]",
                        "timezone info"),
                row(
                        "run_at beyond all time",
                        with("run_at", "\"+99999-01-01T00:00:00Z\""),
                        "datetime_parsing",
                        "[\"body\",\"run_at\"]",
                        "1970 to 9999"),
                row(
                        "expires_at on no day",
                        with("expires_at", "\"2026-02-30T00:00:00Z\""),
                        "datetime_parsing",
                        "[\"body\",\"expires_at\"]",
                        "valid datetime"),
                row(
                        "expires_at before run_at",
                        with("run_at", "\"2026-11-24T06:00:00Z\", \"expires_at\": \"2026-11-24T06:30:00+01:00\""),
                        "expires_before_start",
                        "[\"body\",\"expires_at\"]",
                        "later than run_at, which is 2026-11-24T06:00:00Z"),
                row(
                        "timeout_s nothing",
                        with("timeout_s", "0"),
                        "greater_than",
                        "[\"body\",\"timeout_s\"]",
                        "greater than 0"),
                row(
                        "timeout_s 1e400",
                        with("timeout_s", "1e400"),
                        "less_than_equal",
                        "[\"body\",\"timeout_s\"]",
                        "31536000"),
                row(
                        "priority 10",
                        with("priority", "10"),
                        "less_than_equal",
                        "[\"body\",\"priority\"]",
                        "less than or equal to 9"),
                row(
                        "priority below 0",
                        with("priority", "-1"),
                        "greater_than_equal",
                        "[\"body\",\"priority\"]",
                        "greater than or equal to 0"),
                row("priority a word", with("priority", "\"high\""), "int_type", "[\"body\",\"priority\"]", "integer"));
    }

    private static Stream<Arguments> options() {
        return Stream.of(
                row(
                        "unknown algorithm",
                        with("algorithm", "\"SVM\""),
                        "literal_error",
                        "[\"body\",\"algorithm\"]",
                        "'RandomForestRegressor', 'RandomForestClassifier'"),
                row("params a list", with("params", "[]"), "dict_type", "[\"body\",\"params\"]", "valid dictionary"),
                row(
                        "test_size a word",
                        with("test_size", "\"half\""),
                        "float_type",
                        "[\"body\",\"test_size\"]",
                        "valid number"),
                row(
                        "test_size 1e400",
                        with("test_size", "1e400"),
                        "less_than",
                        "[\"body\",\"test_size\"]",
                        "less than 1"),
                row(
                        "test_size NaN",
                        with("test_size", "NaN"),
                        "greater_than",
                        "[\"body\",\"test_size\"]",
                        "greater than 0"),
                row("test_size 1.5", with("test_size", "1.5"), "less_than", "[\"body\",\"test_size\"]", "less than 1"),
                row(
                        "seed a fraction",
                        with("split_random_state", "4.2"),
                        "int_from_float",
                        "[\"body\",\"split_random_state\"]",
                        "integer"),
                row(
                        "stratify a word",
                        with("stratify", "\"perhaps\""),
                        "bool_type",
                        "[\"body\",\"stratify\"]",
                        "boolean"),
                row(
                        "unknown parameter",
                        with("params", "{\"n_estimator\": 5}"),
                        "unknown_parameter",
                        "[\"body\",\"params\",\"n_estimator\"]",
                        "n_estimators"),
                row(
                        "no trees",
                        with("params", "{\"n_estimators\": 0}"),
                        "value_error",
                        "[\"body\",\"params\",\"n_estimators\"]",
                        "at least 1"),
                row(
                        "a word as depth",
                        with("params", "{\"max_depth\": \"deep\"}"),
                        "value_error",
                        "[\"body\",\"params\",\"max_depth\"]",
                        "max_depth"),
                row("tags a word", with("tags", "\"nightly\""), "list_type", "[\"body\",\"tags\"]", "valid list"),
                row(
                        "name too long",
                        with("name", "\"" + "n".repeat(201) + "\""),
                        "string_too_long",
                        "[\"body\",\"name\"]",
                        "at most 200 characters"));
    }

    private static Stream<Arguments> beyond() {
        return Stream.of(
                row(
                        "10,000 levels deep",
                        "[".repeat(10_000) + "]".repeat(10_000),
                        "json_invalid",
                        null,
                        "at most 100 levels deep"),
                row(
                        "deep within a field",
                        with("params", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)),
                        "json_invalid",
                        null,
                        "at most 100 levels deep"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void aWrongShapeIsToldAsFastApiTellsIt(String what, String body, String type, String loc, String words) {
        Http.Answer answer = http.post("/train", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.code()).isEqualTo(type);
        assertThat(answer.words()).contains(words);
        if (loc != null) {
            assertThat(answer.json().at("/detail/0/loc")).hasToString(loc);
        }
        assertThat(answer.json().at("/detail/0").has("input")).isTrue();
        assertThat(answer.text().length()).as("shortened").isLessThan(5_000);
    }

    @Test
    void everyWrongFieldIsListed() {
        Http.Answer answer = http.post("/train", "{\"features\": 7, \"target\": []}");

        assertThat(answer.json().path("detail")).hasSize(3);
    }

    @Test
    void theMissingFieldsInputIsTheBodyAsPydanticShowsIt() {
        Http.Answer answer = http.post("/train", "{\"dataset_id\":\"diabetes\",\"target\":\"target\"}");

        assertThat(answer.text())
                .isEqualTo("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"features\"],"
                        + "\"msg\":\"Field required\","
                        + "\"input\":{\"dataset_id\":\"diabetes\",\"target\":\"target\"}}]}");
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                content("unknown dataset", with("dataset_id", "\"moon\""), 404, "dataset_not_found", "moon"),
                content("unknown feature", with("features", "[\"age\",\"weight\"]"), 422, "unknown_column", "weight"),
                content("unknown target", with("target", "\"price\""), 422, "unknown_column", "price"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void wrongContentIsAProblem(String what, String body, int status, String code, String words) {
        Http.Answer answer = http.post("/train", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:tasuki:problem:" + code);
        assertThat(answer.json().path("instance").asText()).isEqualTo("/train");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.words()).contains(words);
    }

    @Test
    void allColumnsThatCannotBeUsedAreNamedBeforeTheTaskIsAccepted() {
        try (LiveServer quiet = new LiveServer()) {
            quiet.http.put("/datasets/mixed", "age,colour,target\n1,red,2\n,blue,4\n5,green,6\n7,red,8\n");

            Http.Answer answer = quiet.http.post(
                    "/train",
                    "{\"dataset_id\":\"mixed\",\"features\":[\"age\",\"colour\"],\"target\":\"target\","
                            + "\"preprocess\":\"none\"}");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("not_a_number");
            assertThat(answer.words())
                    .contains("1 of 4 rows of \"age\" has no value", "\"colour\" is text, e.g. \"red\" in line 2");
            assertThat(quiet.http.get("/tasks").json().path("tasks")).isEmpty();
        }
    }

    @Test
    void aBodyPastTheLimitIsRefusedUnread() {
        String big = with("name", "\"" + "n".repeat(10_000_000) + "\"");

        Http.Answer answer = http.post("/train", big);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
        assertThat(answer.words()).contains("1,048,576");
    }

    @Test
    void aKeyThatIsNoKeyIsRefused() {
        Http.Answer answer = http.post("/train", Http.TRAIN, "Idempotency-Key", "two words");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"header\",\"Idempotency-Key\"]");
    }

    private static Arguments row(String what, String body, String type, String loc, String words) {
        return Arguments.of(what, body, type, loc, words);
    }

    private static Arguments content(String what, String body, int status, String code, String words) {
        return Arguments.of(what, body, status, code, words);
    }

    /** The published request with one more field, or another value of one. */
    private static String with(String field, String json) {
        String rest = drop(field);
        return rest.substring(0, rest.length() - 1) + ",\"" + field + "\":" + json + "}";
    }

    private static String drop(String field) {
        return switch (field) {
            case "dataset_id" -> "{\"features\":[\"age\"],\"target\":\"target\"}";
            case "features" -> "{\"dataset_id\":\"diabetes\",\"target\":\"target\"}";
            case "target" -> "{\"dataset_id\":\"diabetes\",\"features\":[\"age\"]}";
            default -> "{\"dataset_id\":\"diabetes\",\"features\":[\"age\"],\"target\":\"target\"}";
        };
    }
}
