package dev.tasuki.adapters.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.Corrupt;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.NotReady;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import dev.tasuki.core.task.TooBusy;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Results byte by byte as Celery's own workers send and store them. */
class MetaTest {
    private static final ArrayNode NO_CHILDREN = (ArrayNode) Json.tree(List.of());
    private static final Request.Lineage ALONE = new Request.Lineage("r", null, null, null);
    private static final Instant NOW = Instant.parse("2026-11-27T12:15:46.478647Z");

    @Test
    void statesOnTheWay() {
        assertThat(message(Meta.started("3ee70921-0", 28861, "w1@vm")))
                .isEqualTo("{\"task_id\": \"3ee70921-0\", \"status\": \"STARTED\", \"result\": {\"pid\": 28861,"
                        + " \"hostname\": \"w1@vm\"}, \"traceback\": null, \"children\": []}");
        assertThat(message(Meta.progress("4affe108-0", new Progress(0.5, "fitting", "tree 5 of 10"))))
                .isEqualTo(
                        "{\"task_id\": \"4affe108-0\", \"status\": \"PROGRESS\", \"result\": {\"fraction\": 0.5,"
                                + " \"stage\": \"fitting\", \"text\": \"tree 5 of 10\"}, \"traceback\": null, \"children\": []}");
    }

    @Test
    void aResultAndWhatWasSentBecauseOfIt() {
        ArrayNode children = (ArrayNode) Json.parse("[[[\"cb1\",null],null]]".getBytes(UTF_8));

        assertThat(message(Meta.success("f4902864-0", IntNode.valueOf(3), children)))
                .isEqualTo("{\"task_id\": \"f4902864-0\", \"status\": \"SUCCESS\", \"result\": 3, \"traceback\": null,"
                        + " \"children\": [[[\"cb1\", null], null]]}");
    }

    @Test
    void errorsAreWhole() {
        Request.Sender sender = new Request.Sender("50800e0e-0", "py.bad", "", "50800e0e-0", false);
        PythonError error = new PythonError("builtins", "ValueError", List.of("bad", "x", 3));

        assertThat(message(Meta.error(sender, Meta.Status.FAILURE, error)))
                .isEqualTo("{\"task_id\": \"50800e0e-0\", \"status\": \"FAILURE\", \"result\": {\"exc_type\":"
                        + " \"ValueError\", \"exc_message\": [\"bad\", \"x\", 3], \"exc_module\": \"builtins\"},"
                        + " \"traceback\": \"Traceback (most recent call last):\\n  File \\\"tasuki\\\", line 1, in py.bad\\n"
                        + "ValueError: bad: x: 3\\n\", \"children\": []}");
        assertThat(message(Meta.error(
                        new Request.Sender("1ea7fa96-0", "tasuki.train", "", "", false),
                        Meta.Status.REVOKED,
                        PythonError.revoked("revoked"))))
                .isEqualTo("{\"task_id\": \"1ea7fa96-0\", \"status\": \"REVOKED\", \"result\": {\"exc_type\":"
                        + " \"TaskRevokedError\", \"exc_message\": [\"revoked\"], \"exc_module\":"
                        + " \"celery.exceptions\"}, \"traceback\": null, \"children\": []}");
        assertThat(PythonError.notRegistered("no.such").json().toString())
                .isEqualTo("{\"exc_type\":\"NotRegistered\",\"exc_message\":[\"no.such\"],"
                        + "\"exc_module\":\"celery.exceptions\"}");
    }

    @Test
    void aStoredResultOfAGroupsPart() {
        Request.Lineage part = new Request.Lineage("r", "eae72608-0", "250a66ec-0", 1);

        assertThat(new String(
                        Meta.success("60960ae0-0", IntNode.valueOf(1), NO_CHILDREN)
                                .stored(part, NOW),
                        UTF_8))
                .isEqualTo("{\"status\": \"SUCCESS\", \"result\": 1, \"traceback\": null, \"children\": [],"
                        + " \"date_done\": \"2026-11-27T12:15:46.478647+00:00\", \"group_id\": \"250a66ec-0\","
                        + " \"parent_id\": \"eae72608-0\", \"task_id\": \"60960ae0-0\"}");
    }

    @Test
    void whatHasNotEndedHasNoDate() {
        assertThat(new String(Meta.started("t-1", 7, "n").stored(ALONE, NOW), UTF_8))
                .isEqualTo(
                        "{\"status\": \"STARTED\", \"result\": {\"pid\": 7, \"hostname\": \"n\"}, \"traceback\": null,"
                                + " \"children\": [], \"date_done\": null, \"task_id\": \"t-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:15:46Z, 2026-11-27T12:15:46.000000+00:00",
        "2026-11-27T12:15:46.123Z, 2026-11-27T12:15:46.123000+00:00",
        "2026-01-02T03:04:05.000001999Z, 2026-01-02T03:04:05.000001+00:00"
    })
    void aDateHasSixDigits(Instant now, String text) {
        byte[] stored = Meta.success("t", IntNode.valueOf(1), NO_CHILDREN).stored(ALONE, now);

        assertThat(Json.parse(stored).path("date_done").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource
    void threeStatesAreEnds(Meta.Status status) {
        assertThat(status.ready())
                .isEqualTo(List.of("SUCCESS", "FAILURE", "REVOKED").contains(status.name()));
    }

    @Test
    void eachKindOfRefusalHasItsName() {
        Duration soon = Duration.ofSeconds(1);
        Map<Refusal, String> kinds = Map.of(
                InvalidRequest.content(RefusalCode.TOO_LARGE, "d"),
                "InvalidRequest",
                new NotFound(RefusalCode.DATASET_NOT_FOUND, "d"),
                "NotFound",
                new NotReady(RefusalCode.MODEL_NOT_READY, "d", soon),
                "NotReady",
                new Unavailable(RefusalCode.STORE_UNAVAILABLE, "d", soon),
                "Unavailable",
                new TimedOut(RefusalCode.RUN_TIMED_OUT, "d"),
                "TimedOut",
                new TooBusy(RefusalCode.TOO_BUSY, "d", soon),
                "TooBusy",
                new Corrupt(RefusalCode.INTERNAL, "d"),
                "Corrupt");

        kinds.forEach((refusal, kind) -> assertThat(PythonError.of(refusal))
                .isEqualTo(new PythonError(
                        "tasuki.errors", kind, List.of(refusal.code().text(), "d"))));
        assertThat(PythonError.of(new NotFound(RefusalCode.DATASET_NOT_FOUND, "there is none"))
                        .traceback("tasuki.train"))
                .isEqualTo("Traceback (most recent call last):\n  File \"tasuki\", line 1, in tasuki.train\n"
                        + "NotFound: dataset_not_found: there is none\n");
    }

    private static String message(Meta meta) {
        return new String(meta.message(), UTF_8);
    }
}
