package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.COMPLETED;
import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.UNICODE;
import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.Outcome;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Times;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transition from every state, and what each one changes. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskTransitionContract {
    private static final TaskId ID = new TaskId("m");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /**
     * The state after each transition from each situation; {@code -} where it must not apply and
     * change nothing, {@code gone} where the row is removed. RECEIVED is due, later is RECEIVED but
     * not due, lapsed is STARTED with a lapsed lease; {@code old} carries the epoch of a former claim.
     */
    private static final String TABLE = """
            transition    absent RECEIVED later     STARTED   lapsed    COMPLETED ERROR     CANCELLED
            published     -      RECEIVED RECEIVED  -         -         -         -         -
            published-old -      -        -         -         -         -         -         -
            unpublish     -      RECEIVED RECEIVED  -         -         -         -         -
            expire        -      -        -         -         -         -         -         -
            claim         -      STARTED  -         -         STARTED   -         -         -
            claim-old     -      -        -         -         -         -         -         -
            heartbeat     -      -        -         STARTED   STARTED   -         -         -
            heartbeat-old -      -        -         -         -         -         -         -
            complete      -      -        -         COMPLETED COMPLETED -         -         -
            complete-old  -      -        -         -         -         -         -         -
            fail          -      -        -         ERROR     ERROR     -         -         -
            fail-old      -      -        -         -         -         -         -         -
            give-back     -      -        -         RECEIVED  RECEIVED  -         -         -
            give-back-old -      -        -         -         -         -         -         -
            stopped       -      -        -         CANCELLED CANCELLED -         -         -
            stopped-old   -      -        -         -         -         -         -         -
            cancel        -      CANCELLED CANCELLED STARTED  STARTED   -         -         -
            finish        -      -        -         STARTED   STARTED   -         -         -
            retry         -      -        -         -         -         -         RECEIVED  RECEIVED
            mend          -      -        -         -         -         -         RECEIVED  RECEIVED
            mend-old      -      -        -         -         -         -         -         -
            remove        -      -        -         -         -         gone      gone      gone
            """;

    private Fixture<TaskStore> fixture;
    private TaskStore store;

    /** An empty store for one test. */
    protected abstract Fixture<TaskStore> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port();
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    /** One cell of the table. */
    record Cell(String transition, String situation, String after) {}

    static List<Cell> cells() {
        List<List<String>> lines =
                TABLE.lines().map(line -> List.of(line.split(" +"))).toList();
        List<Cell> cells = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            for (int column = 1; column < line.size(); column++) {
                cells.add(new Cell(line.getFirst(), lines.getFirst().get(column), line.get(column)));
            }
        }
        return cells;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyTransitionFromEveryState(Cell cell) {
        bring(cell.situation());
        Optional<TaskRow> before = store.find(ID);

        boolean applied = store.apply(transition(cell.transition(), before));

        assertThat(applied).isEqualTo(!cell.after().equals("-"));
        switch (cell.after()) {
            case "-" -> assertThat(store.find(ID)).isEqualTo(before);
            case "gone" -> assertThat(store.find(ID)).isEmpty();
            default ->
                assertThat(store.find(ID).orElseThrow().state()).isEqualTo(TaskState.valueOf("TASK_" + cell.after()));
        }
    }

    /** Every situation but absent has been claimed and given back once, so that an old epoch exists. */
    private void bring(String situation) {
        if (situation.equals("absent")) {
            return;
        }
        Instant created = store.accept(task("m")).row().times().created();
        assertThat(created).isNotNull();
        must(new Transition.Claim(ID, 0, "former", MINUTE));
        must(new Transition.GiveBack(ID, 1, situation.equals("later") ? MINUTE : Duration.ZERO, true));
        switch (situation) {
            case "RECEIVED", "later" -> {}
            case "CANCELLED" -> must(new Transition.Cancel(ID));
            case "STARTED" -> must(new Transition.Claim(ID, 1, "w", MINUTE));
            case "lapsed" -> {
                must(new Transition.Claim(ID, 1, "w", MINUTE));
                fixture.advance(Duration.ofSeconds(61));
            }
            case "COMPLETED" -> {
                must(new Transition.Claim(ID, 1, "w", MINUTE));
                must(TaskSamples.complete(ID, 2));
            }
            case "ERROR" -> {
                must(new Transition.Claim(ID, 1, "w", MINUTE));
                must(new Transition.Fail(ID, 2, FAILED));
            }
            default -> throw new IllegalArgumentException(situation);
        }
    }

    private static Transition transition(String name, Optional<TaskRow> row) {
        long now = row.map(r -> r.lease().epoch()).orElse(0L);
        long epoch = name.endsWith("-old") ? now - 1 : now;
        return switch (name) {
            case "published", "published-old" -> {
                int turn = row.map(r -> r.spec().schedule().turn()).orElse(1);
                yield new Transition.Published(ID, name.endsWith("-old") ? turn - 1 : turn);
            }
            case "unpublish" -> new Transition.Unpublish(ID);
            case "expire" -> new Transition.Expire(ID, FAILED);
            case "claim", "claim-old" -> new Transition.Claim(ID, epoch, "me", MINUTE);
            case "heartbeat", "heartbeat-old" -> new Transition.Heartbeat(ID, epoch, MINUTE, Progress.NONE);
            case "complete", "complete-old" -> TaskSamples.complete(ID, epoch);
            case "fail", "fail-old" -> new Transition.Fail(ID, epoch, FAILED);
            case "give-back", "give-back-old" -> new Transition.GiveBack(ID, epoch, MINUTE, true);
            case "stopped", "stopped-old" -> new Transition.Stopped(ID, epoch);
            case "cancel" -> new Transition.Cancel(ID);
            case "finish" -> new Transition.Finish(ID);
            case "retry" -> new Transition.Retry(ID);
            case "mend", "mend-old" -> new Transition.Mend(ID, epoch, task("m").spec());
            case "remove" -> new Transition.Remove(ID);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void claimTakesTheLease() {
        TaskRow accepted = store.accept(task("m")).row();
        must(new Transition.Published(ID));
        must(new Transition.Claim(ID, 0, "worker «1»", MINUTE));

        TaskRow row = row();
        assertThat(row.lease().epoch()).isEqualTo(1);
        assertThat(row.lease().attempts()).isEqualTo(1);
        assertThat(row.lease().owner()).isEqualTo("worker «1»");
        assertThat(row.lease().until())
                .isEqualTo(Objects.requireNonNull(row.times().started()).plus(MINUTE));
        assertThat(row.times().published()).isNotNull();
        assertThat(row.times().created()).isEqualTo(accepted.times().created());
        assertThat(row.spec()).isEqualTo(accepted.spec());
        assertThat(row.seq()).isEqualTo(accepted.seq());
    }

    @Test
    void aLapsedClaimIsTakenUpUnderTheNextEpochAndCounted() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "first", MINUTE));
        must(new Transition.Heartbeat(ID, 1, MINUTE, new Progress(0.5, "fitting", "tree 50 of 100")));
        fixture.advance(Duration.ofSeconds(61));
        must(new Transition.Claim(ID, 1, "second", MINUTE));

        Lease lease = row().lease();
        assertThat(lease.epoch()).isEqualTo(2);
        assertThat(lease.attempts()).isEqualTo(2);
        assertThat(lease.owner()).isEqualTo("second");
        assertThat(row().progress()).isEqualTo(Progress.NONE);
        mustNot(new Transition.Heartbeat(ID, 1, MINUTE, Progress.NONE));
        mustNot(TaskSamples.complete(ID, 1));
        must(TaskSamples.complete(ID, 2));
    }

    @Test
    void heartbeatExtendsTheLeaseAndTellsProgress() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        Instant first = row().lease().until();
        fixture.advance(Duration.ofSeconds(10));
        Progress progress = new Progress(0.370001, "fitting", "tree 37 of 100 " + UNICODE);
        must(new Transition.Heartbeat(ID, 1, MINUTE, progress));

        TaskRow row = row();
        assertThat(row.progress()).isEqualTo(progress);
        assertThat(row.lease().attempts()).isEqualTo(1);
        fixture.advance(Duration.ofSeconds(55));
        mustNot(new Transition.Claim(ID, 1, "thief", MINUTE));
        assertThat(first).isNotNull();
        assertThat(row.lease().owner()).isEqualTo("w");
    }

    @Test
    void completeKeepsTheOutcome() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(TaskSamples.complete(ID, 1));

        TaskRow row = row();
        assertThat(row.outcome()).isEqualTo(COMPLETED);
        assertThat(store.report(ID)).contains(TaskSamples.REPORT);
        assertThat(row.progress()).isEqualTo(new Progress(1.0, "done", ""));
        assertThat(row.lease()).isEqualTo(new Lease(1, 1, null, null));
        assertThat(row.times().finished()).isNotNull();
        assertThat(row.times().started()).isNotNull();
    }

    @Test
    void failKeepsTheReasonAndTheProgress() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        Progress progress = new Progress(0.25, "reading", "line 3");
        must(new Transition.Heartbeat(ID, 1, MINUTE, progress));
        must(new Transition.Fail(ID, 1, FAILED));

        assertThat(row().outcome()).isEqualTo(FAILED);
        assertThat(row().progress()).isEqualTo(progress);
        assertThat(row().times().finished()).isNotNull();
    }

    @Test
    void giveBackMayTakeBackTheAttempt() {
        store.accept(task("m"));
        must(new Transition.Published(ID));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.GiveBack(ID, 1, Duration.ZERO, false));
        assertThat(row().lease()).isEqualTo(new Lease(1, 0, null, null));
        assertThat(row().times().published()).isNull();
        assertThat(row().times().started()).isNull();
        assertThat(row().progress()).isEqualTo(Progress.NONE);

        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(new Transition.GiveBack(ID, 2, Duration.ZERO, true));
        assertThat(row().lease()).isEqualTo(new Lease(2, 1, null, null));
    }

    @Test
    void giveBackMovesTheTimeFromWhichItIsDue() {
        TaskRow accepted = store.accept(task("m")).row();
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.GiveBack(ID, 1, Duration.ofHours(2), true));

        Duration moved =
                Duration.between(accepted.times().created(), row().spec().runAt());
        assertThat(moved).isBetween(Duration.ofHours(2), Duration.ofHours(2).plus(MINUTE));
        mustNot(new Transition.Claim(ID, 1, "w", MINUTE));
        fixture.advance(Duration.ofMinutes(121));
        must(new Transition.Claim(ID, 1, "w", MINUTE));
    }

    @Test
    void cancelOfARunIsARequestThatOutlivesTheClaim() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Cancel(ID));
        assertThat(row().cancelRequested()).isTrue();
        assertThat(row().outcome()).isNull();
        must(new Transition.Heartbeat(ID, 1, MINUTE, Progress.NONE));
        must(new Transition.GiveBack(ID, 1, Duration.ZERO, true));
        must(new Transition.Claim(ID, 1, "next", MINUTE));
        assertThat(row().cancelRequested()).isTrue();
        must(new Transition.Stopped(ID, 2));

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(row().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(row().times().finished()).isNotNull();
    }

    @Test
    void cancelOfAWaitingTaskEndsIt() {
        store.accept(task("m"));
        must(new Transition.Cancel(ID));

        assertThat(row().state()).isEqualTo(TaskState.TASK_CANCELLED);
        assertThat(row().outcome()).isEqualTo(new Outcome.Cancelled());
        assertThat(row().cancelRequested()).isTrue();
        assertThat(row().lease()).isEqualTo(Lease.NEVER);
        assertThat(row().times().finished()).isNotNull();
        assertThat(row().times().started()).isNull();
    }

    @Test
    void retryStartsAnewUnderTheOldEpochs() {
        Acceptance accepted = store.accept(task("m", "key", "fp"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Cancel(ID));
        must(new Transition.Fail(ID, 1, FAILED));
        fixture.advance(MINUTE);
        must(new Transition.Retry(ID));

        TaskRow row = row();
        assertThat(row.lease()).isEqualTo(new Lease(1, 0, null, null));
        assertThat(row.outcome()).isNull();
        assertThat(row.cancelRequested()).isFalse();
        assertThat(row.progress()).isEqualTo(Progress.NONE);
        assertThat(row.times()).isEqualTo(new Times(row.times().created(), null, null, null));
        assertThat(row.seq()).isEqualTo(accepted.row().seq());
        mustNot(TaskSamples.complete(ID, 1));
        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(TaskSamples.complete(ID, 2));
    }

    @Test
    void whatFailedIsFoundByItsReasonUntilItIsTriedAgain() {
        for (String id : List.of("timed-out", "absent", "cancelled", "absent-too", "waits")) {
            store.accept(task(id, "d", List.of("red")));
        }
        fail("timed-out", RefusalCode.RUN_TIMED_OUT);
        fail("absent", RefusalCode.DATASET_NOT_FOUND);
        fail("absent-too", RefusalCode.DATASET_NOT_FOUND);
        must(new Transition.Cancel(new TaskId("cancelled")));

        assertThat(failed(RefusalCode.DATASET_NOT_FOUND, "red", 10)).containsExactly("absent-too", "absent");
        assertThat(failed(RefusalCode.DATASET_NOT_FOUND, "red", 1)).containsExactly("absent-too");
        assertThat(failed(RefusalCode.DATASET_NOT_FOUND, "blue", 10)).isEmpty();
        assertThat(failed(RefusalCode.RUN_TIMED_OUT, "red", 10)).containsExactly("timed-out");
        assertThat(failed(RefusalCode.INTERNAL, "red", 10)).isEmpty();
        must(new Transition.Retry(new TaskId("absent")));
        assertThat(failed(RefusalCode.DATASET_NOT_FOUND, "red", 10)).containsExactly("absent-too");
    }

    private void fail(String id, RefusalCode code) {
        must(new Transition.Claim(new TaskId(id), 0, "w", MINUTE));
        must(new Transition.Fail(new TaskId(id), 1, new Outcome.Failed(code, "no")));
    }

    private List<String> failed(RefusalCode code, String tag, int limit) {
        TaskFilter filter = new TaskFilter(Set.of(), Optional.empty(), Optional.of(tag), Optional.of(code));
        return store.list(TaskQuery.newest(filter, limit)).stream()
                .map(row -> row.id().value())
                .toList();
    }

    @Test
    void aTransitionTouchesOneRowOnly() {
        store.accept(task("m"));
        TaskRow bystander = store.accept(task("m2")).row();
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(TaskSamples.complete(ID, 1));
        must(new Transition.Remove(ID));

        assertThat(store.find(bystander.id())).contains(bystander);
    }

    private TaskRow row() {
        return store.find(ID).orElseThrow();
    }

    private void must(Transition transition) {
        assertThat(store.apply(transition)).as("%s", transition).isTrue();
    }

    private void mustNot(Transition transition) {
        assertThat(store.apply(transition)).as("%s", transition).isFalse();
    }
}
