package dev.tasuki.adapters.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.base.Json;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NotFound;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Refusal;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TimedOut;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallStateTest {
    private static CallState read(String body) {
        return read("application/json", body);
    }

    private static CallState read(String type, String body) {
        return CallState.read(
                new Envelope(type, "utf-8", Json.object(), "", "", body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Refusal failure(String module, String type, String message) {
        return failure(
                "{\"exc_type\": \"" + type + "\", \"exc_message\": " + message + ", \"exc_module\": \"" + module + "\"}",
                "w1@vm");
    }

    private static Refusal failure(String error, String node) {
        CallState state = read("{\"task_id\": \"a\", \"status\": \"FAILURE\", \"result\": " + error + "}");
        assertThat(state.ended()).isTrue();
        return ((CallState.Failed) state).error().refusal(node);
    }

    @Test
    void whatAWorkerTellsIsRead() {
        assertThat(read("""
                {"task_id": "a", "status": "STARTED", "result": {"pid": 28861, "hostname": "w1@vm"}, "children": []}"""))
                .isEqualTo(new CallState.Started("w1@vm"));
        assertThat(read("""
                {"task_id": "a", "status": "RETRY", "result": {"exc_type": "KeyError", "exc_message": ["k"]}}"""))
                .isEqualTo(new CallState.Again());
        assertThat(read("{\"task_id\": \"a\", \"status\": \"SUCCESS\", \"result\": {\"metrics\": {\"a\": NaN}}}"))
                .isInstanceOf(CallState.Done.class);
        assertThat(read("""
                {"task_id": "a", "status": "REVOKED", "result": {"exc_type": "TaskRevokedError", "exc_message": ["expired"]}}"""))
                .isEqualTo(new CallState.Revoked(true));
        assertThat(read("""
                {"status": "REVOKED", "result": {"exc_type": "TaskRevokedError", "exc_message": ["terminated"]}}"""))
                .isEqualTo(new CallState.Revoked(false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PROGRESS|{\"fraction\": 0.5, \"stage\": \"fitting\", \"text\": \"tree 5\"}|0.5|fitting|tree 5",
                "PROGRESS|{\"current\": 3, \"total\": 4}|0.75|fitting|3 of 4",
                "EPOCHS|{\"current\": 1, \"total\": 4, \"text\": \"one\"}|0.25|epochs|one",
                "PROGRESS|{\"fraction\": 7}|1.0|fitting|``",
                "PROGRESS|{\"fraction\": -1}|0.0|fitting|``",
                "PROGRESS|{\"fraction\": NaN, \"text\": {}}|0.0|fitting|``",
                "PROGRESS|null|0.0|fitting|``",
                "PROGRESS|[1]|0.0|fitting|``",
            })
    void progressIsReadWhateverItHas(String status, String told, double fraction, String stage, String text) {
        assertThat(read("{\"task_id\": \"a\", \"status\": \"" + status + "\", \"result\": " + told + "}"))
                .isEqualTo(new CallState.Going(new Progress(fraction, stage, text)));
    }

    @Test
    void longTextOfAProgressIsCut() {
        String text = "{\"text\": \"" + "x".repeat(1000) + "\"}";
        CallState state = read("{\"status\": \"" + "S".repeat(100) + "\", \"result\": " + text + "}");

        Progress progress = ((CallState.Going) state).progress();
        assertThat(progress.stage()).hasSize(31);
        assertThat(progress.text()).hasSize(201);
    }

    @Test
    void anExceptionIsShownAsPythonShowsIt() {
        Refusal refusal = failure("builtins", "ValueError", "[\"bad\", 3]");

        assertThat(refusal).isInstanceOf(InvalidRequest.class);
        assertThat(refusal.code()).isEqualTo(RefusalCode.TRAINER_FAILED);
        assertThat(refusal.detail()).isEqualTo("ValueError('bad', 3) on w1@vm");
        assertThat(failure("{\"exc_type\": \"E\", \"exc_message\": \"bad\"}", "").detail()).isEqualTo("E('bad')");
        assertThat(failure("null", "").detail()).isEqualTo("an error()");
        String many = "\"" + "x".repeat(10_000) + "\"";
        assertThat(failure("{\"exc_type\": \"E\", \"exc_message\": [" + (many + ",").repeat(99) + many + "]}", "").detail())
                .hasSizeLessThan(2600);
    }

    @Test
    void aTrainerMaySayByOneOfOurCodesWhatIsWrong() {
        Refusal refusal = failure("tasuki.errors", "InvalidRequest", "[\"unknown_column\", \"no column x\"]");

        assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_COLUMN);
        assertThat(refusal.detail()).isEqualTo("no column x");
        assertThat(failure("tasuki.errors", "NotFound", "[\"object_not_found\", \"it is gone\"]"))
                .isInstanceOf(NotFound.class);
        assertThat(List.of(
                        failure("tasuki.errors", "Unavailable", "[\"store_unavailable\", \"x\"]"),
                        failure("tasuki.errors", "InvalidRequest", "[\"nosuch\"]"),
                        failure("tasuki.errors", "InvalidRequest", "[]"),
                        failure("other.errors", "InvalidRequest", "[\"unknown_column\", \"x\"]")))
                .extracting(Refusal::code)
                .containsOnly(RefusalCode.TRAINER_FAILED);
    }

    @Test
    void aWorkersOwnTimeLimitIsOneOfOurs() {
        Refusal refusal = failure("billiard.exceptions", "TimeLimitExceeded", "[30]");

        assertThat(refusal).isInstanceOf(TimedOut.class);
        assertThat(refusal.code()).isEqualTo(RefusalCode.RUN_TIMED_OUT);
    }

    @Test
    void whatIsNoJsonIsNotLookedAt() {
        assertThat(((CallState.Unreadable) read("application/x-python-serialize", "cos\nsystem\n")).why())
                .isEqualTo("is no JSON: Refusing to deserialize disallowed content of type pickle"
                        + " (application/x-python-serialize); set result_serializer='json' for the worker");
        assertThat(((CallState.Unreadable) read("{\"status\":")).why())
                .startsWith("cannot be read as JSON; set result_serializer");
        assertThat(((CallState.Unreadable) read("[]")).why()).isEqualTo("has no status");
    }
}
