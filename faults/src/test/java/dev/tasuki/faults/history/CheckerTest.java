package dev.tasuki.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.faults.history.Event.Answered;
import dev.tasuki.faults.history.Event.Kind;
import dev.tasuki.faults.history.Event.Row;
import dev.tasuki.faults.history.Event.Seen;
import dev.tasuki.faults.history.Event.Sent;
import dev.tasuki.faults.history.Event.Stored;
import dev.tasuki.faults.history.Event.Unanswered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding, from the smallest history that deserves it. */
final class CheckerTest {
    private static final String GOOD = "aa";

    @TempDir
    Path directory;

    private final List<Event> events = new ArrayList<>(List.of(new Event.Reference(0, "s1", GOOD)));

    private CheckerTest accepted(long call, String tag, String key, String task) {
        events.add(new Sent(call, call, Kind.TRAIN, tag, key, null));
        events.add(new Answered(call, call, 200, task, null, null, null));
        return this;
    }

    private CheckerTest completed(String task, String tag, long epoch, String sha256) {
        String key = "models/" + task + "/" + epoch + ".tasuki";
        events.add(new Row(99, task, tag, "TASK_COMPLETED", epoch, 1, key, sha256, null, null));
        events.add(new Stored(99, key, 10, sha256));
        return this;
    }

    private CheckerTest with(Event event) {
        events.add(event);
        return this;
    }

    private List<Finding> findings() {
        return List.copyOf(Checker.check(events).findings().keySet());
    }

    private static Row row(String task, String tag, String state, String error) {
        return new Row(99, task, tag, state, 1, 1, null, null, null, error);
    }

    @Test
    void aGoodHistoryHasNoFindings() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 1, GOOD);
        with(new Seen(2, "a", "TASK_RECEIVED", 0)).with(new Seen(3, "a", "TASK_COMPLETED", 1));

        assertThat(findings()).isEmpty();
        assertThat(Checker.check(events).figure("trainings accepted")).isOne();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        accepted(1, "s1-1", "key", "a").completed("a", "s1-1", 1, GOOD);
        with(new Event.Fault(4, FaultKind.KILL, "serve")).with(new Event.Healed(5, "serve"));
        Path file = directory.resolve("history.jsonl");
        try (History history = History.write(file)) {
            events.forEach(history::add);
        }

        assertThat(History.read(file)).isEqualTo(events);
    }

    @Test
    void aRowThatIsGoneOrNeverEndsIsLost() {
        accepted(1, "s1-1", null, "a");
        assertThat(findings()).containsExactly(Finding.LOST);

        with(row("a", "s1-1", "TASK_STARTED", null));
        assertThat(findings()).containsExactly(Finding.LOST);
    }

    @Test
    void whatTheProgramAsksForItselfIsJudgedAsWhatAClientAsksFor() {
        with(new Event.Reference(0, "own", GOOD)).completed("sample", "own-model", 1, GOOD);
        assertThat(findings()).isEmpty();

        completed("again", "own-model", 1, "bb");
        assertThat(findings()).containsExactlyInAnyOrder(Finding.DOUBLED, Finding.WRONG_BYTES);
    }

    @Test
    void aRowWithoutARequestIsUnexpected() {
        completed("a", "s1-1", 1, GOOD);

        assertThat(findings()).containsExactly(Finding.UNEXPECTED);
    }

    @Test
    void aRequestWhoseAnswerWasLostMayHaveARow() {
        with(new Event.Fault(1, FaultKind.KILL, "serve"));
        with(new Sent(2, 1, Kind.TRAIN, "s1-1", null, null)).with(new Unanswered(3, 1, false, "reset"));
        completed("a", "s1-1", 1, GOOD);

        assertThat(findings()).isEmpty();
    }

    @Test
    void oneRequestWithTwoTasksIsDoubled() {
        accepted(1, "s1-1", "key", "a").accepted(2, "s1-1", "key", "b");
        completed("a", "s1-1", 1, GOOD).completed("b", "s1-1", 1, GOOD);

        assertThat(findings()).containsExactly(Finding.DOUBLED);
    }

    @Test
    void anErrorNeedsAReason() {
        accepted(1, "s1-1", null, "a").with(row("a", "s1-1", "TASK_ERROR", "internal"));
        assertThat(findings()).containsExactly(Finding.FAILED);
    }

    @Test
    void tooManyAttemptsIsAReasonOnlyAfterAsManyFaults() {
        accepted(1, "s1-1", null, "a").with(row("a", "s1-1", "TASK_ERROR", "too_many_attempts"));
        assertThat(findings()).containsExactly(Finding.FAILED);

        with(new Event.Fault(1, FaultKind.KILL, "serve"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void cancelledIsOnlyWhatSomebodyCancelled() {
        accepted(1, "s1-1", null, "a").with(row("a", "s1-1", "TASK_CANCELLED", null));
        assertThat(findings()).containsExactly(Finding.FAILED);

        with(new Sent(2, 2, Kind.CANCEL, null, null, "a")).with(new Answered(2, 2, 200, null, null, null, null));
        assertThat(findings()).isEmpty();
    }

    @Test
    void twoModelsOfOneId() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 2, GOOD);
        with(new Event.Fault(1, FaultKind.KILL, "serve"));
        with(new Stored(99, "models/a/1.tasuki", 10, GOOD));
        assertThat(findings()).isEmpty();

        with(new Stored(99, "models/a/3.tasuki", 10, "bb"));
        assertThat(findings()).containsExactly(Finding.TWO_MODELS);
    }

    @Test
    void otherBytesThanAnUndisturbedFitGives() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 1, "bb");

        assertThat(findings()).containsExactly(Finding.WRONG_BYTES);
    }

    @Test
    void aRowWhoseModelIsNotThere() {
        accepted(1, "s1-1", null, "a");
        with(new Row(99, "a", "s1-1", "TASK_COMPLETED", 1, 1, "models/a/1.tasuki", GOOD, null, null));

        assertThat(findings()).containsExactly(Finding.WRONG_BYTES);
    }

    @Test
    void aCommitUnderAnothersClaimIsUnfenced() {
        accepted(1, "s1-1", null, "a").with(new Event.Fault(1, FaultKind.PAUSE, "consumer-1"));
        with(new Row(99, "a", "s1-1", "TASK_COMPLETED", 2, 1, "models/a/1.tasuki", GOOD, null, null));
        with(new Stored(99, "models/a/1.tasuki", 10, GOOD));

        assertThat(findings()).containsExactly(Finding.UNFENCED);
    }

    @Test
    void whatHasEndedStaysSo() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 1, GOOD);
        with(new Seen(2, "a", "TASK_CANCELLED", 1)).with(new Seen(3, "a", "TASK_STARTED", 1));

        assertThat(findings()).containsExactly(Finding.ILLEGAL_CHANGE);
    }

    @Test
    void aRunThatNothingInterruptedRunsOnce() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 2, GOOD);
        with(new Event.Fault(1, FaultKind.CLOCK, "consumer-2"));
        assertThat(findings()).containsExactly(Finding.RAN_AGAIN);

        with(new Event.Fault(1, FaultKind.KILL, "consumer-2"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void aPublishedRowHasAMessage() {
        with(new Event.Waiting(9, 3, 2));

        assertThat(findings()).containsExactly(Finding.NO_MESSAGE);
    }

    @Test
    void anAcceptedTaskIsFound() {
        accepted(1, "s1-1", null, "a").completed("a", "s1-1", 1, GOOD).with(new Seen(2, "a", "NOT_FOUND", 0));

        assertThat(findings()).containsExactly(Finding.UNKNOWN);
    }

    @Test
    void silenceNeedsAnExcuse() {
        with(new Event.Fault(1, FaultKind.SERVER, "broker"));
        with(new Sent(2, 1, Kind.PREDICT, null, null, "a")).with(new Unanswered(9, 1, true, "timed out"));
        with(new Sent(2, 2, Kind.PREDICT, null, null, "a")).with(new Unanswered(9, 2, false, "reset"));
        assertThat(findings()).containsExactly(Finding.HUNG, Finding.NO_ANSWER);

        with(new Event.Fault(5, FaultKind.PAUSE, "producer")).with(new Event.Healed(6, "producer"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void answersThatAreWrong() {
        with(new Sent(1, 1, Kind.PREDICT, null, null, "a")).with(new Answered(1, 1, 500, null, "internal", null, null));
        with(new Sent(2, 2, Kind.TRAIN, "s1-1", null, null)).with(new Answered(2, 2, 503, null, "x", null, null));
        with(new Sent(3, 3, Kind.PREDICT, null, null, "a")).with(new Answered(3, 3, 200, null, null, "1.5", null));
        with(new Sent(4, 4, Kind.PREDICT, null, null, "a")).with(new Answered(4, 4, 200, null, null, "2.5", null));

        assertThat(findings()).containsExactly(Finding.WRONG_ANSWER, Finding.SERVER_ERROR, Finding.NO_RETRY_AFTER);
    }

    @Test
    void whatAPromotedReplicaCannotHaveIsCountedAndMayBeAskedForAgain() {
        with(new Event.Fault(1, FaultKind.PROMOTION, "redis")).accepted(2, "s1-1", "key", "a");
        with(new Seen(4, "a", "NOT_FOUND", 0)).with(new Event.Healed(5, "redis"));
        accepted(6, "s1-1", "key", "b").completed("b", "s1-1", 1, GOOD);

        assertThat(findings()).isEmpty();
        assertThat(Checker.check(events).figure(Checker.LOST_WITH_SERVER)).isOne();
    }

    @Test
    void whatWasAcceptedBeforeOrAfterAPromotionIsLost() {
        accepted(1, "s1-1", null, "a").with(new Event.Fault(2, FaultKind.PROMOTION, "redis"));
        with(new Event.Healed(3, "redis")).accepted(4, "s1-2", null, "b");

        assertThat(Checker.check(events).findings().get(Finding.LOST)).hasSize(2);
        assertThat(Checker.check(events).figure(Checker.LOST_WITH_SERVER)).isZero();
    }
}
