package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again is never wider than what the query and the body say. */
class RetryFilterTest {
    private LiveServer live;
    private Http http;
    private String nightly;
    private String weekly;

    @BeforeEach
    void start() {
        live = new LiveServer();
        http = live.http;
        nightly = cancelled("nightly");
        weekly = cancelled("weekly");
    }

    @AfterEach
    void stop() {
        live.close();
    }

    /** An empty one is what a script makes of a variable that it does not have. */
    @Test
    void aListOfAnEmptyStateIsNotAListOfAll() {
        assertThat(http.get("/tasks?state=").status()).isEqualTo(422);
        assertThat(http.get("/models?state=%20").words()).contains("leave it out for all");
    }

    @Test
    void aBodyIsTheFilter() {
        Http.Answer answer = http.post(
                "/tasks/retry",
                "{\"state\":[\"TASK_ERROR\",\"TASK_CANCELLED\"],\"dataset_id\":\"diabetes\",\"tag\":\"nightly\",\"rate\":5}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("retried").asInt()).isEqualTo(1);
        assertThat(state(nightly)).isEqualTo("TASK_RECEIVED");
        assertThat(state(weekly)).isEqualTo("TASK_CANCELLED");
    }

    @Test
    void theBodyNarrowsTheQueryAndMayRepeatIt() {
        Http.Answer answer = http.post(
                "/tasks/retry?state=cancelled&dataset=diabetes&rate=5",
                "{\"tag\":\"nightly\",\"dataset\":\"diabetes\",\"rate\":\"5\"}");

        assertThat(answer.json().path("retried").asInt()).isEqualTo(1);
        assertThat(state(weekly)).isEqualTo("TASK_CANCELLED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"datset\":\"x\"} | extra_forbidden | datset | did you mean dataset?",
                "{\"features\":[1]} | extra_forbidden | features | state, dataset, tag, code, rate",
                "{\"dataset_id\":null} | string_type | dataset_id | leave it out for all",
                "{\"tag\":[\"a\"]} | string_type | tag | valid string",
                "{\"state\":[]} | string_type | state | list of them",
                "{\"state\":\"\"} | enum | state | 'TASK_ERROR' or 'TASK_CANCELLED'",
                "{\"state\":\"TASK_COMPLETED\"} | enum | state | 'TASK_ERROR' or 'TASK_CANCELLED'",
                "{\"code\":\"nope\"} | enum | code | error code of a task",
                "{\"rate\":0} | greater_than_equal | rate | greater than or equal to 1",
                "{\"rate\":1.5} | int_parsing | rate | valid integer",
                "{\"rate\":true} | string_type | rate | valid integer",
                "{\"dataset\":\"a\",\"dataset_id\":\"b\"} | contradiction | dataset_id | another member",
                "{\"dataset_id\":\"other\"} | contradiction | dataset_id | the query"
            })
    void aBodyThatIsNotUnderstoodTriesNothingAgain(String body, String type, String field, String words) {
        String query = words.equals("the query") ? "?state=cancelled&dataset=diabetes" : "";

        Http.Answer answer = http.post("/tasks/retry" + query, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(type);
        assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"body\",\"" + field + "\"]");
        assertThat(answer.words()).contains(words);
        assertThat(state(nightly)).isEqualTo("TASK_CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"diabetes\"", "null", "dataset_id=x", "   "})
    void whatIsNoObjectIsNoFilter(String body) {
        assertThat(http.post("/tasks/retry?state=cancelled", body).status()).isEqualTo(422);
        assertThat(state(weekly)).isEqualTo("TASK_CANCELLED");
    }

    @Test
    void anEmptyStateIsNotAllOfThem() {
        assertThat(http.post("/tasks/retry?state=", "").code()).isEqualTo("enum");
        assertThat(http.post("/tasks/retry", "").status()).isEqualTo(202);
        assertThat(http.post("/tasks/retry", "{}").status()).isEqualTo(202);
    }

    @Test
    void deadLettersTakeARateAndNothingElse() {
        String path = "/dead-letters/queue.model.train/retry";

        assertThat(http.post(path, "{\"rate\":5}").status()).isEqualTo(202);
        assertThat(http.post(path + "?rate=5", "{\"rate\":6}").code()).isEqualTo("contradiction");
        assertThat(http.post(path, "{\"id\":\"1\"}").code()).isEqualTo("extra_forbidden");
    }

    private String cancelled(String tag) {
        String id = http.accepted(Http.TRAIN.replace("\"target\"}", "\"target\",\"tags\":[\"" + tag + "\"]}"));
        http.delete("/tasks/" + id);
        return id;
    }

    private String state(String id) {
        return http.get("/tasks/" + id).json().path("state").asText();
    }
}
