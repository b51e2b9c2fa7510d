package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRoutesTest {
    private LiveServer live;
    private Http http;

    @BeforeEach
    void start() {
        live = new LiveServer();
        http = live.http;
    }

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void aTaskShowsWhatWasAskedAndWhereItStands() {
        String id = http.accepted(tagged("nightly"));

        JsonNode task = http.get("/tasks/" + id).json();

        assertThat(task.path("task_id").asText()).isEqualTo(id);
        assertThat(task.path("kind").asText()).isEqualTo("train");
        assertThat(task.path("state").asText()).isEqualTo("TASK_RECEIVED");
        assertThat(task.path("dataset_id").asText()).isEqualTo("diabetes");
        assertThat(task.path("name").asText()).isEqualTo("label of nightly");
        assertThat(task.path("tags")).hasToString("[\"nightly\"]");
        assertThat(task.path("progress"))
                .hasToString("{\"fraction\":0.0,\"stage\":\"queued\",\"text\":\"\","
                        + "\"step\":null,\"steps\":null,\"score\":null}");
        assertThat(task.at("/times/created").asText()).endsWith("Z");
        assertThat(task.at("/times/finished").isNull()).isTrue();
        assertThat(task.at("/request/model_id").asText()).isEqualTo(id);
        assertThat(task.at("/request/features/0").asText()).isEqualTo("age");
        assertThat(task.path("metrics").isNull()).isTrue();
    }

    @Test
    void aTaskShowsWhenItMayRunAndWaitsUntilThen() {
        Instant start = LiveServer.CLOCK.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(2));
        String expires = start.plusMillis(500).toString();
        String id = http.accepted(Http.TRAIN.replaceFirst(
                "\\{",
                "{\"run_at\":\"" + start.atOffset(ZoneOffset.ofHours(1)) + "\",\"expires_at\":\"" + expires + "\","
                        + "\"timeout_s\":90.5,\"priority\":9,"));

        JsonNode task = http.get("/tasks/" + id).json();
        assertThat(task.path("schedule"))
                .hasToString("{\"run_at\":\"" + start + "\",\"expires_at\":\"" + expires + "\","
                        + "\"timeout_s\":90.5,\"priority\":9}");
        assertThat(task.at("/times/published").isNull()).isTrue();
        assertThat(http.get("/models/" + id).json().path("schedule")).isEqualTo(task.path("schedule"));
        assertThat(http.get("/models").json().at("/models/0/schedule")).isEqualTo(task.path("schedule"));
        assertThat(http.get("/tasks?limit=1").json().at("/tasks/0/schedule")).isEqualTo(task.path("schedule"));

        assertThat(http.delete("/tasks/" + id).json().path("state").asText()).isEqualTo("TASK_CANCELLED");

        JsonNode usual = http.get("/tasks/" + http.accepted(Http.TRAIN)).json().path("schedule");
        assertThat(usual.path("priority").asInt()).isEqualTo(5);
        assertThat(usual.path("expires_at").isNull()).isTrue();
        assertThat(usual.path("timeout_s").isNull()).isTrue();
    }

    @Test
    void theListIsNewestFirstAndACursorBringsTheRest() {
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            accepted.addFirst(http.accepted(Http.TRAIN));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = http.get("/tasks?limit=2" + cursor).json();
            page.path("tasks").forEach(task -> seen.add(task.path("task_id").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asText();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(accepted);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void theListIsFilteredByNameAndTime() {
        String nightly = http.accepted(tagged("nightly"));
        String weekly = http.accepted(tagged("weekly"));
        Instant accepted = Instant.parse(
                http.get("/tasks/" + weekly).json().at("/times/created").asText());

        assertThat(ids("/tasks?name=label%20of%20nightly")).containsExactly(nightly);
        assertThat(ids("/tasks?name=label")).isEmpty();
        assertThat(ids("/tasks?since=1h")).containsExactly(weekly, nightly);
        assertThat(ids("/tasks?since=1h&name=label%20of%20weekly&limit=1")).containsExactly(weekly);
        assertThat(ids("/tasks?since=" + accepted)).contains(weekly);
        assertThat(ids("/tasks?since=0s")).isEmpty();
        assertThat(http.get("/tasks?since=tomorrow").json().at("/detail/0/msg").asText())
                .isEqualTo("Input should be a time with a zone, such as 2026-11-29T08:00:00Z, or how long ago, such as"
                        + " 15m, 6h or 7d (s, m, h, d)");
        assertThat(http.get("/tasks?sins=1h").json().at("/detail/0/msg").asText())
                .isEqualTo("Extra inputs are not permitted; did you mean since?; the query parameters here are state,"
                        + " dataset, tag, cursor, limit, algorithm, name, since");
        assertThat(http.get("/tasks?since=1h&since=2h").status()).isEqualTo(422);
    }

    @Test
    void theListIsFilteredByAlgorithm() {
        String plain = http.accepted(tagged("nightly"));
        String ridge = http.accepted(ofAlgorithm("Ridge"));
        String linear = http.accepted(ofAlgorithm("LinearRegression"));
        String searched = http.accepted(ofAlgorithm("auto"));

        assertThat(ids("/tasks?algorithm=Ridge")).containsExactly(ridge);
        assertThat(ids("/tasks?algorithm=LinearRegression,Ridge")).containsExactly(linear, ridge);
        assertThat(ids("/tasks?algorithm=auto")).containsExactly(searched);
        assertThat(ids("/tasks?algorithm=acme.knn,celery:proj.train")).isEmpty();
        JsonNode page =
                http.get("/tasks?algorithm=LinearRegression,Ridge&limit=1").json();
        assertThat(page.at("/tasks/0/algorithm").asText()).isEqualTo("LinearRegression");
        String cursor = page.path("next_cursor").asText();
        assertThat(ids("/tasks?algorithm=LinearRegression,Ridge&limit=1&cursor=" + cursor))
                .containsExactly(ridge);
        assertThat(http.get("/tasks/" + plain).json().path("algorithm").isNull())
                .isTrue();
        assertThat(http.get("/tasks?algorithm=Ridge,LinearRegresion")
                        .json()
                        .at("/detail/0/msg")
                        .asText())
                .endsWith("; did you mean LinearRegression?");
    }

    @Test
    void theListIsFilteredByStateDatasetAndTag() {
        String nightly = http.accepted(tagged("nightly"));
        String weekly = http.accepted(tagged("weekly"));
        http.delete("/tasks/" + weekly);

        assertThat(ids("/tasks?tag=nightly")).containsExactly(nightly);
        assertThat(ids("/tasks?state=TASK_CANCELLED")).containsExactly(weekly);
        assertThat(ids("/tasks?state=received")).containsExactly(nightly);
        assertThat(ids("/tasks?state=cancelled,received")).containsExactly(weekly, nightly);
        assertThat(ids("/tasks?dataset=diabetes")).hasSize(2);
        assertThat(ids("/tasks?dataset=other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=abc, int_parsing, limit",
        "limit=0, greater_than_equal, limit",
        "limit=1001, less_than_equal, limit",
        "cursor=x, int_parsing, cursor",
        "state=DONE, enum, state",
        "algorithm=, literal_error, algorithm",
        "algorithm=ridge, literal_error, algorithm",
        "dataset=%2e%2e, string_pattern_mismatch, dataset"
    })
    void aWrongFilterIsToldAsFastApiTellsIt(String query, String type, String field) {
        Http.Answer answer = http.get("/tasks?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(type);
        assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"query\",\"" + field + "\"]");
    }

    @Test
    void aLongPollAnswersWhenTheTaskEnds() {
        String id = http.accepted(Http.TRAIN);
        var poll = http.sendLater(http.request("/tasks/" + id + "?wait=60").GET());
        assertThat(poll).isNotDone();

        live.consuming();

        assertThat(poll.join().json().path("state").asText()).isEqualTo("TASK_COMPLETED");
        assertThat(poll.join().json().at("/metrics/rmse").doubleValue()).isEqualTo(53.03900735084424);
        assertThat(poll.join().json().at("/progress/fraction").doubleValue()).isEqualTo(1.0);
    }

    @Test
    void aLongPollAnswersWithTheTaskAsItIsWhenTheTimeIsOver() {
        String id = http.accepted(Http.TRAIN);

        Http.Answer answer = http.get("/tasks/" + id + "?wait=1");

        assertThat(answer.json().path("state").asText()).isEqualTo("TASK_RECEIVED");
    }

    @ParameterizedTest
    @CsvSource({"61, less_than_equal", "-1, greater_than_equal", "soon, int_parsing"})
    void aWaitOutOfBoundsIsRefused(String wait, String type) {
        String id = http.accepted(Http.TRAIN);

        assertThat(http.get("/tasks/" + id + "?wait=" + wait).code()).isEqualTo(type);
    }

    @Test
    void aWaitingTaskIsCancelledAtOnceAndCanBeTriedAgain() {
        String id = http.accepted(Http.TRAIN);

        Http.Answer cancelled = http.delete("/tasks/" + id);
        Http.Answer again = http.delete("/tasks/" + id);
        Http.Answer retried = http.send(
                http.request("/tasks/" + id + "/retry").POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        live.consuming();
        live.relay();

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("state").asText()).isEqualTo("TASK_CANCELLED");
        assertThat(again.status()).isEqualTo(200);
        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.json().path("state").asText()).isEqualTo("TASK_RECEIVED");
        assertThat(http.get("/tasks/" + id + "?wait=60").json().path("state").asText())
                .isEqualTo("TASK_COMPLETED");
    }

    @Test
    void aTaskThatHasEndedCannotBeCancelledNorACompletedOneTriedAgain() {
        live.consuming();
        String id = http.trained();

        Http.Answer cancel = http.delete("/tasks/" + id);
        Http.Answer retry = http.post("/tasks/" + id + "/retry", "");

        assertThat(cancel.status()).isEqualTo(409);
        assertThat(cancel.code()).isEqualTo("wrong_state");
        assertThat(cancel.words()).contains("TASK_COMPLETED");
        assertThat(retry.status()).isEqualTo(409);
        assertThat(retry.code()).isEqualTo("wrong_state");
        for (Http.Answer answer : List.of(cancel, retry)) {
            assertThat(answer.json().path("retryable").asBoolean(true)).isFalse();
            assertThat(answer.header("Retry-After")).isEmpty();
        }
    }

    @Test
    void aRunningTaskIsAskedToFinishAndNoOther() {
        String id = http.accepted(Http.TRAIN);
        TaskId task = new TaskId(id);
        Http.Answer waiting = http.post("/tasks/" + id + "/finish", "");
        live.rows.apply(new Transition.Claim(task, 0, "a consumer", Duration.ofMinutes(1)));
        assertThat(http.get("/tasks/" + id).json().path("finish_requested").asBoolean(true))
                .isFalse();

        Http.Answer asked = http.post("/tasks/" + id + "/finish", "");
        Http.Answer again = http.post("/tasks/" + id + "/finish", "");

        assertThat(waiting.status()).isEqualTo(409);
        assertThat(waiting.code()).isEqualTo("wrong_state");
        assertThat(waiting.words()).contains("TASK_RECEIVED", "nothing to keep");
        assertThat(waiting.header("Retry-After")).isEqualTo("1");
        for (Http.Answer answer : List.of(asked, again)) {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().path("state").asText()).isEqualTo("TASK_STARTED");
            assertThat(answer.json().path("finish_requested").asBoolean()).isTrue();
            assertThat(answer.json().path("cancel_requested").asBoolean(true)).isFalse();
        }
        live.rows.apply(new Transition.Cancel(task));
        assertThat(http.post("/tasks/" + id + "/finish", "").words()).contains("TASK_STARTED", "cancelled");
        live.rows.apply(new Transition.Stopped(task, 1));
        Http.Answer ended = http.post("/tasks/" + id + "/finish", "");
        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.words()).contains("TASK_CANCELLED");
        assertThat(ended.json().path("retryable").asBoolean(true)).isFalse();
        assertThat(http.post("/tasks/nobody/finish", "").status()).isEqualTo(404);
    }

    @Test
    void aCancelledTaskIsMendedBeforeItIsTriedAgain() {
        String id = http.accepted(tagged("nightly"));
        http.delete("/tasks/" + id);

        Http.Answer wrong =
                http.post("/tasks/" + id + "/retry", "{\"priority\":11,\"timeout_s\":0,\"model_id\":\"x\"}");
        Http.Answer mended =
                http.post("/tasks/" + id + "/retry", "{\"priority\":8,\"tags\":[\"mended\"],\"timeout_s\":60}");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.code()).isEqualTo("frozen_field");
        assertThat(mended.status()).isEqualTo(202);
        assertThat(mended.json().path("state").asText()).isEqualTo("TASK_RECEIVED");
        assertThat(mended.json().at("/schedule/priority").asInt()).isEqualTo(8);
        assertThat(mended.json().at("/request/timeout_s").asInt()).isEqualTo(60);
        assertThat(mended.json().at("/request/features/1").asText()).isEqualTo("bmi");
        assertThat(ids("/tasks?tag=mended")).containsExactly(id);
        assertThat(http.post("/tasks/" + id + "/retry", "{}").code()).isEqualTo("wrong_state");
    }

    @Test
    void manyTasksAreTriedAgainAtARate() {
        String first = http.accepted(tagged("nightly"));
        String second = http.accepted(tagged("nightly"));
        String other = http.accepted(tagged("weekly"));
        List.of(first, second, other).forEach(id -> http.delete("/tasks/" + id));

        Http.Answer none = http.post("/tasks/retry", "");
        Http.Answer both = http.post("/tasks/retry?state=cancelled&tag=nightly&dataset=diabetes&rate=1", "");

        assertThat(none.status()).isEqualTo(202);
        assertThat(none.json()).hasToString("{\"retried\":0,\"until\":null,\"more\":false}");
        assertThat(both.json().path("retried").asInt()).isEqualTo(2);
        assertThat(both.json().path("until").asText())
                .isEqualTo(http.get("/tasks/" + second)
                        .json()
                        .at("/schedule/run_at")
                        .asText());
        assertThat(ids("/tasks?state=received")).containsExactly(second, first);
        assertThat(ids("/tasks?state=cancelled")).containsExactly(other);
    }

    @ParameterizedTest
    @CsvSource({
        "state=completed, enum, state",
        "'state=error,received', enum, state",
        "code=no_such, enum, code",
        "rate=0, greater_than_equal, rate",
        "rate=1001, less_than_equal, rate"
    })
    void aWrongFilterOfRetriesIsRefused(String query, String type, String field) {
        Http.Answer answer = http.post("/tasks/retry?" + query, "");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo(type);
        assertThat(answer.json().at("/detail/0/loc")).hasToString("[\"query\",\"" + field + "\"]");
    }

    @Test
    void anUnknownTaskIs404() {
        assertThat(http.get("/tasks/nobody").code()).isEqualTo("task_not_found");
        assertThat(http.get("/tasks/nobody?wait=5").status()).isEqualTo(404);
        assertThat(http.delete("/tasks/nobody").status()).isEqualTo(404);
        assertThat(http.post("/tasks/nobody/retry", "").status()).isEqualTo(404);
    }

    private List<String> ids(String path) {
        return http.get(path).json().path("tasks").findValuesAsText("task_id");
    }

    private static String ofAlgorithm(String name) {
        return "{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\"],\"target\":\"target\",\"algorithm\":\""
                + name + "\"}";
    }

    private static String tagged(String tag) {
        return "{\"dataset_id\":\"diabetes\",\"features\":[\"age\",\"bmi\"],\"target\":\"target\",\"name\":\"label of "
                + tag + "\",\"tags\":[\"" + tag + "\"]}";
    }
}
