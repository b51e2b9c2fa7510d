package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.UNICODE;
import static dev.tasuki.contracts.TaskSamples.task;
import static dev.tasuki.contracts.TaskSamples.taskFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a task comes from, and when the answer to there is owed, being given, and given. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskAnswerContract {
    private static final TaskId ID = new TaskId("m");
    private static final Origin ORIGIN = new Origin("letters", "{\"reply_to\":\"" + UNICODE + "\"}");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private Fixture<TaskStore> fixture;
    private TaskStore store;
    private TaskStore other;

    /** An empty store for one test. */
    protected abstract Fixture<TaskStore> open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
        store = fixture.port();
        other = fixture.another().orElse(store);
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    /** How a task can end. */
    enum End {
        COMPLETED,
        FAILED_RUN,
        STOPPED,
        CANCELLED,
        EXPIRED
    }

    @Test
    void anOriginComesBackWithTheRowThatIsFoundAndWithNoList() {
        NewTask task = task("m", "d", List.of("tag-1", "tag-2"));
        Acceptance created = store.accept(new NewTask(ID, task.spec().from(ORIGIN), null));

        assertThat(created).isInstanceOf(Acceptance.Created.class);
        assertThat(created.row().spec().origin()).isEqualTo(ORIGIN);
        assertThat(created.row().spec().tags()).containsExactly("tag-1", "tag-2");
        assertThat(other.find(ID)).contains(created.row());
        assertThat(store.accept(task("M"))).isEqualTo(new Acceptance.Repeated(created.row()));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.GiveBack(ID, 1, Duration.ZERO, true));
        TaskRow row = row();
        assertThat(row.spec().origin()).isEqualTo(ORIGIN);
        TaskRow listed = row.with(row.spec().from(null));
        assertThat(store.list(TaskQuery.newest(10))).containsExactly(listed);
        assertThat(store.list(TaskQuery.newest(10).brief()))
                .containsExactly(row.with(row.spec().brief()));
        assertThat(store.due(new Due.Claimable(TaskKind.TRAIN, 10))).containsExactly(listed);
    }

    @Test
    void whatAKeyRepeatsHasItsOrigin() {
        NewTask plain = taskFrom("m", ORIGIN);
        Acceptance created = store.accept(new NewTask(ID, plain.spec(), new IdempotencyKey("key", "fp")));

        assertThat(store.accept(task("n", "key", "fp"))).isEqualTo(new Acceptance.Repeated(created.row()));
        assertThat(store.accept(task("n", "key", "other"))).isEqualTo(new Acceptance.KeyTaken(created.row()));
    }

    @Test
    @Tag("bound:origin_bytes")
    void theLargestOriginIsKept() {
        Origin largest = new Origin("letters", "x".repeat(Limits.ORIGIN_BYTES.intValue()));
        store.accept(taskFrom("m", largest));
        end(End.CANCELLED);

        assertThat(row().spec().origin()).isEqualTo(largest);
        assertThat(store.due(new Due.Unanswered("letters", 10))).containsExactly(row());
    }

    @ParameterizedTest
    @EnumSource
    void eachEndOfATaskWithAnOriginOwesAnAnswer(End end) {
        accept(end, ORIGIN);
        assertThat(row().answerOwed()).isFalse();
        assertThat(unanswered()).isEmpty();

        end(end);

        TaskRow row = row();
        assertThat(row.answerOwed()).isTrue();
        assertThat(row.spec().origin()).isEqualTo(ORIGIN);
        assertThat(store.due(new Due.Unanswered("letters", 10))).containsExactly(row);
        assertThat(other.due(new Due.Unanswered("telegrams", 10))).isEmpty();
        assertThat(store.list(TaskQuery.newest(10))).singleElement().matches(TaskRow::answerOwed);
        assertThat(store.list(TaskQuery.newest(10).brief())).singleElement().matches(TaskRow::answerOwed);
    }

    @ParameterizedTest
    @EnumSource
    void aTaskWithoutAnOriginOwesNobody(End end) {
        accept(end, null);
        end(end);

        assertThat(row().answerOwed()).isFalse();
        assertThat(unanswered()).isEmpty();
        mustNot(new Transition.Answering(ID, 0, LEASE));
        mustNot(new Transition.Answered(ID, 0));
    }

    @Test
    void oneAnswersAtATimeUntilItsLeaseIsOver() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.COMPLETED);
        TaskRow ended = row();
        must(new Transition.Answering(ID, 0, LEASE));

        assertThat(other.apply(new Transition.Answering(ID, 0, LEASE))).isFalse();
        assertThat(unanswered()).isEmpty();
        assertThat(row()).as("of the attempt the row tells nothing").isEqualTo(ended);
        fixture.advance(Duration.ofSeconds(31));
        assertThat(unanswered()).containsExactly(ID);
        assertThat(other.apply(new Transition.Answering(ID, 0, LEASE))).isTrue();
        mustNot(new Transition.Answering(ID, 0, LEASE));
        assertThat(unanswered()).isEmpty();
    }

    @Test
    void whatWasAnsweredIsOwedNoMore() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.COMPLETED);
        TaskRow ended = row();
        must(new Transition.Answering(ID, 0, LEASE));
        must(new Transition.Answered(ID, 0));

        TaskRow answered = row();
        assertThat(answered.answerOwed()).isFalse();
        assertThat(answered.spec()).isEqualTo(ended.spec());
        assertThat(answered.outcome()).isEqualTo(ended.outcome());
        assertThat(answered.version()).as("no change for the log").isEqualTo(ended.version());
        assertThat(answered.times()).isEqualTo(ended.times());
        mustNot(new Transition.Answered(ID, 0));
        mustNot(new Transition.Answering(ID, 0, LEASE));
        fixture.advance(MINUTE);
        assertThat(unanswered()).isEmpty();
        mustNot(new Transition.Answering(ID, 0, LEASE));
    }

    @Test
    void anAnswerMayBeMarkedWithoutALeaseOrAfterIt() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.FAILED_RUN);
        must(new Transition.Answered(ID, 0));
        store.accept(taskFrom("n", ORIGIN));
        TaskId late = new TaskId("n");
        must(new Transition.Cancel(late));
        must(new Transition.Answering(late, 0, LEASE));
        fixture.advance(Duration.ofSeconds(31));
        must(new Transition.Answered(late, 0));

        assertThat(unanswered()).isEmpty();
    }

    @Test
    void beforeItsEndNothingIsAnswered() {
        mustNot(new Transition.Answering(ID, 0, LEASE));
        mustNot(new Transition.Answered(ID, 0));
        store.accept(taskFrom("m", ORIGIN));
        mustNot(new Transition.Answering(ID, 0, LEASE));
        mustNot(new Transition.Answered(ID, 0));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        TaskRow started = row();
        mustNot(new Transition.Answering(ID, 0, LEASE));
        mustNot(new Transition.Answered(ID, 0));
        assertThat(row()).isEqualTo(started);
        must(TaskSamples.complete(ID, 1));

        assertThat(unanswered()).containsExactly(ID);
        mustNot(new Transition.Answering(ID, 1, LEASE));
        mustNot(new Transition.Answered(ID, 1));
    }

    @Test
    void whatIsTriedAgainIsOwedAnotherAnswer() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.FAILED_RUN);
        must(new Transition.Answered(ID, 0));
        must(new Transition.Retry(ID));
        TaskRow retried = row();
        assertThat(retried.answerOwed()).isFalse();
        assertThat(retried.spec().origin()).isEqualTo(ORIGIN);
        assertThat(unanswered()).isEmpty();
        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(TaskSamples.complete(ID, 2));

        assertThat(row().answerOwed()).isTrue();
        assertThat(unanswered()).containsExactly(ID);
        mustNot(new Transition.Answered(ID, 0));
        must(new Transition.Answered(ID, retried.spec().schedule().turn()));
        assertThat(unanswered()).isEmpty();
    }

    @Test
    void anAnswerUnderWayDoesNotMarkWhatCameOfARetry() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.FAILED_RUN);
        must(new Transition.Answering(ID, 0, LEASE));
        must(new Transition.Retry(ID));
        must(new Transition.Cancel(ID));

        assertThat(unanswered()).as("the former lease holds nothing up").containsExactly(ID);
        mustNot(new Transition.Answered(ID, 0));
        must(new Transition.Answering(ID, 1, LEASE));
    }

    @Test
    void whatIsMendedKeepsItsOrigin() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.FAILED_RUN);
        must(new Transition.Answered(ID, 0));
        TaskSpec mended = task("m", "other", List.of("mended")).spec().from(new Origin("telegrams", "stop"));
        must(new Transition.Mend(ID, 1, mended));
        assertThat(row().spec().origin()).isEqualTo(ORIGIN);
        assertThat(row().answerOwed()).isFalse();
        must(new Transition.Cancel(ID));

        assertThat(row().answerOwed()).isTrue();
        assertThat(unanswered()).containsExactly(ID);
        assertThat(store.due(new Due.Unanswered("telegrams", 10))).isEmpty();
    }

    @Test
    void answersAreOwedInOrderAndWithinTheLimit() {
        for (int i = 0; i < 4; i++) {
            store.accept(taskFrom("m-" + i, ORIGIN));
        }
        TaskSpec urgent = task("n").spec().from(ORIGIN);
        store.accept(new NewTask(
                new TaskId("n"), urgent.scheduled(new Schedule(LONG_AGO, LONG_AGO, null, null, 9, 0)), null));
        for (String id : List.of("m-3", "m-1", "n", "m-0")) {
            must(new Transition.Cancel(new TaskId(id)));
        }

        assertThat(store.due(new Due.Unanswered("letters", 3)))
                .extracting(row -> row.id().value())
                .containsExactly("n", "m-0", "m-1");
    }

    @Test
    void aRemovedRowTakesItsOriginAlong() {
        store.accept(taskFrom("m", ORIGIN));
        end(End.CANCELLED);
        must(new Transition.Answering(ID, 0, LEASE));
        must(new Transition.Remove(ID));
        store.accept(task("m"));
        assertThat(row().spec().origin()).isNull();
        end(End.CANCELLED);

        assertThat(row().answerOwed()).isFalse();
        must(new Transition.Remove(ID));
        store.accept(taskFrom("m", ORIGIN));
        end(End.CANCELLED);
        assertThat(unanswered()).containsExactly(ID);
    }

    @Test
    void ofManyOneAnswers() throws Exception {
        for (int round = 0; round < 5; round++) {
            TaskId id = new TaskId("m-" + round);
            store.accept(taskFrom(id.value(), ORIGIN));
            must(new Transition.Cancel(id));
            List<Boolean> first = Together.run(
                    8, i -> () -> (i % 2 == 0 ? store : other).apply(new Transition.Answering(id, 0, LEASE)));
            List<Boolean> marked =
                    Together.run(8, i -> () -> (i % 2 == 0 ? store : other).apply(new Transition.Answered(id, 0)));

            assertThat(first).filteredOn(won -> won).hasSize(1);
            assertThat(marked).filteredOn(won -> won).hasSize(1);
        }
        assertThat(unanswered()).isEmpty();
    }

    private void accept(End end, @Nullable Origin origin) {
        TaskSpec spec = task("m").spec().from(origin);
        Instant expires = end == End.EXPIRED ? LONG_AGO.plusSeconds(1) : null;
        store.accept(new NewTask(ID, spec.scheduled(new Schedule(LONG_AGO, LONG_AGO, expires, null, 5, 0)), null));
    }

    private void end(End end) {
        switch (end) {
            case COMPLETED -> {
                must(new Transition.Claim(ID, 0, "w", MINUTE));
                must(TaskSamples.complete(ID, 1));
            }
            case FAILED_RUN -> {
                must(new Transition.Claim(ID, 0, "w", MINUTE));
                must(new Transition.Heartbeat(ID, 1, MINUTE, Progress.NONE));
                must(new Transition.Fail(ID, 1, FAILED));
            }
            case STOPPED -> {
                must(new Transition.Claim(ID, 0, "w", MINUTE));
                must(new Transition.Cancel(ID));
                must(new Transition.Stopped(ID, 1));
            }
            case CANCELLED -> must(new Transition.Cancel(ID));
            case EXPIRED -> must(new Transition.Expire(ID, FAILED));
        }
    }

    private List<TaskId> unanswered() {
        return store.due(new Due.Unanswered("letters", 10)).stream()
                .map(TaskRow::id)
                .toList();
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
