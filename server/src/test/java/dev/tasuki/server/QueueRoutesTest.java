package dev.tasuki.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tasuki.core.base.ProcessCard;
import dev.tasuki.core.port.PresenceBoard;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.QueueSample;
import dev.tasuki.core.task.QueueSample.Flow;
import dev.tasuki.core.task.QueueSample.Level;
import dev.tasuki.core.task.QueueSample.Quantiles;
import dev.tasuki.core.task.QueueSample.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How queues were and who works on them, over HTTP. */
class QueueRoutesTest {
    private static final String TRAIN = "queue.model.train";
    private static final Quantiles TIMES =
            new Quantiles(Duration.ofNanos(250_000), Duration.ofMillis(1_500), Duration.ofHours(2));
    private static LiveServer live;
    private static Http http;

    @BeforeAll
    static void start() {
        live = new LiveServer();
        http = live.http;
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    private static QueueSample sample(Step step, Instant at, long waiting, Flow flow) {
        return new QueueSample(TRAIN, step, at, new Level(waiting, Duration.ofMillis(2_500)), flow, 9);
    }

    private static Instant hour(int ago) {
        return Step.HOUR.floor(LiveServer.CLOCK.instant()).minus(Duration.ofHours(ago));
    }

    private static JsonNode train(String query) {
        return http.get("/queues/history?queue=" + TRAIN + "&" + query).json();
    }

    @Test
    void eachStepHasItsFiguresAndNullWhereNobodyKnows() {
        Instant at = hour(3);
        live.history.put(List.of(
                sample(Step.MINUTE, at, 4, new Flow(2, 1, TIMES, null)),
                sample(Step.MINUTE, at.plusSeconds(120), 7, Flow.NONE)));
        JsonNode answer = train("step=1m&since=" + at);
        assertThat(answer.path("from").asText()).isEqualTo(at.toString());
        assertThat(answer.path("step_s").asLong()).isEqualTo(60);
        JsonNode queue = answer.at("/queues/0");
        assertThat(answer.path("queues")).hasSize(1);
        assertThat(queue.path("queue").asText()).isEqualTo(TRAIN);
        assertThat(first(queue.path("waiting"))).isEqualTo("[4,null,7,null]");
        assertThat(first(queue.path("oldest_s"))).isEqualTo("[2.5,null,2.5,null]");
        assertThat(first(queue.path("done"))).isEqualTo("[2,null,0,null]");
        assertThat(first(queue.path("failed"))).isEqualTo("[1,null,0,null]");
        assertThat(first(queue.at("/wait_s/p50"))).isEqualTo("[2.5E-4,null,null,null]");
        assertThat(first(queue.at("/wait_s/p95"))).isEqualTo("[1.5,null,null,null]");
        assertThat(first(queue.at("/wait_s/p99"))).isEqualTo("[7200.0,null,null,null]");
        assertThat(first(queue.at("/run_s/p50"))).isEqualTo("[null,null,null,null]");
        assertThat(queue.path("waiting").size()).isBetween(181, 241);

        JsonNode wide = train("step=5m&since=" + at).at("/queues/0");
        assertThat(wide.path("waiting").path(0).asLong()).isEqualTo(7);
        assertThat(wide.path("done").path(0).asLong()).isEqualTo(2);
        assertThat(wide.at("/wait_s/p95/0").asDouble()).isEqualTo(1.5);
    }

    private static String first(JsonNode line) {
        return "["
                + String.join(
                        ",",
                        IntStream.range(0, 4)
                                .mapToObj(i -> line.path(i).toString())
                                .toList())
                + "]";
    }

    @Test
    void whatIsOlderThanADayComesByTheHour() {
        Instant at = hour(30);
        live.history.put(List.of(sample(Step.HOUR, at, 5, new Flow(10, 0, null, TIMES))));
        JsonNode answer = train("since=" + at);
        assertThat(answer.path("step_s").asLong()).isEqualTo(3_600);
        assertThat(answer.at("/queues/0/done/0").asLong()).isEqualTo(10);
        assertThat(answer.at("/queues/0/run_s/p50/0").asDouble()).isEqualTo(0.00025);
        assertThat(answer.at("/queues/0/done")).hasSize(31);
        assertThat(train("since=" + at + "&step=1d").path("step_s").asLong()).isEqualTo(86_400);
    }

    @Test
    void withoutParametersItIsTheLastHourOfAllQueuesByTheMinute() {
        JsonNode answer = http.get("/queues/history").json();
        assertThat(answer.path("step_s").asLong()).isEqualTo(60);
        assertThat(answer.path("queues")).hasSize(2);
        assertThat(answer.at("/queues/0/queue").asText()).isEqualTo(TRAIN);
        assertThat(answer.at("/queues/1/queue").asText()).isEqualTo("queue.model.predict");
        assertThat(answer.at("/queues/1/waiting")).hasSize(61);
        Instant from = Instant.parse(answer.path("from").asText());
        assertThat(Duration.between(from, LiveServer.CLOCK.instant()))
                .isBetween(Duration.ofHours(1), Duration.ofMinutes(62));
    }

    @ParameterizedTest
    @CsvSource({"15m, 60", "6h, 120", "24h, 300", "7d, 3600", "14d, 7200"})
    void theStepIsAsShortAsFewEnoughPointsAllow(String since, long step) {
        JsonNode answer = train("since=" + since);
        assertThat(answer.path("step_s").asLong()).isEqualTo(step);
        assertThat(answer.at("/queues/0/waiting").size()).isLessThanOrEqualTo(Limits.HISTORY_POINTS.intValue());
    }

    @Test
    @Tag("bound:history_points")
    void threeHundredPointsAreAnsweredAndNotOneMore() {
        int most = Limits.HISTORY_POINTS.intValue();
        // The step that is under way is a point, too.
        assertThat(train("step=1m&since=" + (most - 1) + "m").at("/queues/0/waiting"))
                .hasSize(most);
        assertThat(refused("step=1m&since=" + most + "m"))
                .isEqualTo(
                        "Input should make at most 300 points; since then there are 301 of this step; ask for a wider"
                                + " step or a later since");
    }

    private static String refused(String query) {
        Http.Answer answer = http.get("/queues/history?" + query);
        assertThat(answer.status()).isEqualTo(422);
        return answer.json().at("/detail/0/msg").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "since=15d | Input should be at most 14 days ago; what is older is not kept",
                "since=yesterday | Input should be a time with a zone, such as 2026-11-29T08:00:00Z, or how long ago,"
                        + " such as 15m, 6h or 7d (s, m, h, d)",
                "since=2999-01-01T00:00:00Z | Input should be a time in the past, at most 100 years ago",
                "since=99999999d | Input should be a time with a zone, such as 2026-11-29T08:00:00Z, or how long ago,"
                        + " such as 15m, 6h or 7d (s, m, h, d)",
                "step=90s | Input should be whole minutes, at most 14 days",
                "step=0m | Input should be whole minutes, at most 14 days",
                "step=90m | Input should be whole hours, at most 14 days",
                "step=15d | Input should be whole hours, at most 14 days",
                "step=x | Input should be a length of time, such as 15m, 6h or 7d (s, m, h, d)",
                "since=25h&step=30m | Input should be whole hours, at most 14 days; what is older than 24 h is kept by"
                        + " the hour",
                "queue=trains | Input should be 'queue.model.train' or 'queue.model.predict'",
                "sinse=1h | Extra inputs are not permitted; did you mean since?; the query parameters here are queue,"
                        + " since, step",
            })
    void whatDoesNotFitIsToldWithWhatDoes(String query, String message) {
        assertThat(refused(query)).isEqualTo(message);
    }

    @Test
    void workersTellWhereTheyAreAndWhatTheyWorkOn() {
        assertThat(http.get("/workers").text()).isEqualTo("{\"workers\":[]}");
        Instant started = Instant.parse("2026-11-29T07:00:00Z");
        ProcessCard card = new ProcessCard(
                new ProcessCard.Identity("consumer", "<node>", 4711, "1.2", started),
                List.of(new ProcessCard.Slots(TRAIN, 4)),
                2,
                List.of(new ProcessCard.Running("t-1", started.plusSeconds(5), 0.25)),
                new ProcessCard.Ended(3, 1),
                new ProcessCard.Predicted(new ProcessCard.Ended(9, 2), Collections.nCopies(22, 0L)),
                ProcessCard.Intake.TAKING);
        live.board.tell("consumer-4711-ab", card.json(), Duration.ofMinutes(2));
        JsonNode worker = http.get("/workers").json().at("/workers/0");
        assertThat(worker.path("heartbeat_age_s").asDouble()).isBetween(0.0, 120.0);
        ((ObjectNode) worker).remove("heartbeat_age_s");
        assertThat(worker)
                .hasToString("{\"worker\":\"consumer-4711-ab\",\"state\":\"working\","
                        + "\"command\":\"consumer\",\"host\":\"<node>\",\"pid\":4711,"
                        + "\"version\":\"1.2\",\"started\":\"2026-11-29T07:00:00Z\","
                        + "\"queues\":[{\"queue\":\"queue.model.train\",\"slots\":4}],\"busy\":2,"
                        + "\"tasks\":[{\"task_id\":\"t-1\",\"since\":\"2026-11-29T07:00:05Z\",\"fraction\":0.25}],"
                        + "\"trainings\":{\"done\":3,\"failed\":1},\"predictions\":{\"done\":9,\"failed\":2}}");
        live.board.leave("consumer-4711-ab");
        assertThat(http.get("/workers").json().path("workers")).isEmpty();
    }

    @Test
    void aWorkerDrainsIsResumedAndIsForgottenOnceItIsLost() {
        Duration life = Duration.ofMinutes(2);
        live.board.tell("w/1 ä", "{\"intake\":\"taking\"}", life);
        String worker = "/workers/w%2F1%20%C3%A4";
        Http.Answer draining = http.post(worker + "/drain", "");
        assertThat(draining.status()).isEqualTo(200);
        assertThat(draining.json().path("worker").asText()).isEqualTo("w/1 ä");
        assertThat(draining.json().path("state").asText()).isEqualTo("draining");
        assertThat(live.board.tell("w/1 ä", "{\"intake\":\"drained\"}", life)).contains(PresenceBoard.Wish.DRAIN);
        assertThat(http.get("/workers").json().at("/workers/0/state").asText()).isEqualTo("drained");
        assertThat(http.post(worker + "/drain", "").json().path("state").asText())
                .isEqualTo("drained");
        assertThat(http.post(worker + "/resume", "").json().path("state").asText())
                .isEqualTo("working");
        assertThat(live.board.tell("w/1 ä", "{}", life)).contains(PresenceBoard.Wish.WORK);

        Http.Answer deaf = http.post(worker + "/drain", "");
        assertThat(deaf.status()).isEqualTo(409);
        assertThat(deaf.code()).isEqualTo("worker_unreachable");
        Http.Answer there = http.delete(worker);
        assertThat(there.status()).isEqualTo(409);
        assertThat(there.code()).isEqualTo("worker_not_lost");
        assertThat(there.json().path("retryable").asBoolean()).isFalse();
        live.board.tell("w/1 ä", "{}", Duration.ZERO);
        assertThat(http.get("/workers").json().at("/workers/0/state").asText()).isEqualTo("lost");
        assertThat(http.post(worker + "/resume", "").code()).isEqualTo("worker_unreachable");
        assertThat(http.delete(worker).status()).isEqualTo(204);
        assertThat(http.get("/workers").text()).isEqualTo("{\"workers\":[]}");
        for (Http.Answer gone :
                List.of(http.delete(worker), http.post(worker + "/drain", ""), http.post("/workers/%00/resume", ""))) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.code()).isEqualTo("worker_not_found");
        }
    }
}
