package dev.tasuki.core.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tasuki.core.MovableClock;
import dev.tasuki.core.base.ChangeTailer;
import dev.tasuki.core.base.ForwardingTaskStore;
import dev.tasuki.core.base.RetryPolicy;
import dev.tasuki.core.memory.MemoryTaskStore;
import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.run.ScriptedWork;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.InvalidRequest;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Origin;
import dev.tasuki.core.task.RefusalCode;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.Transition;
import dev.tasuki.core.task.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Answers that are owed: given once, again after a crash, late after an outage, and never lost. */
class AnswersTest {
    private static final Origin ORIGIN = new Origin("letters", "{\"reply_to\":\"desk-7\"}");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Unavailable AWAY =
            new Unavailable(RefusalCode.BROKER_UNAVAILABLE, "the post office is closed", SECOND);

    private final MovableClock clock = new MovableClock();
    private final MemoryTaskStore tasks = new MemoryTaskStore(clock);
    private final CountingStore store = new CountingStore(tasks);
    private final Post post = new Post();
    private final Answers answers = answers(post);
    private int made;

    @Test
    void anEndedTaskIsAnsweredOnceWithItsOriginAndItsOutcome() {
        TaskId id = cancelled();
        tasks.accept(ScriptedWork.task("without-an-origin", clock.instant()));
        tasks.apply(new Transition.Cancel(new TaskId("without-an-origin")));
        tasks.accept(new NewTask(new TaskId("waits"), spec(), null));
        answers.turn();

        assertThat(post.sent).containsExactly(id);
        assertThat(post.last.spec().origin()).isEqualTo(ORIGIN);
        assertThat(post.last.outcome()).isNotNull();
        assertThat(tasks.find(id).orElseThrow().answerOwed()).isFalse();
        later(Duration.ofMinutes(5));
        assertThat(post.sent).hasSize(1);
    }

    @Test
    void originsOfOtherProtocolsAreLeftToOthers() {
        tasks.accept(new NewTask(new TaskId("telegram"), spec().from(new Origin("telegrams", "stop")), null));
        tasks.apply(new Transition.Cancel(new TaskId("telegram")));
        answers.turn();

        assertThat(post.sent).isEmpty();
        assertThat(tasks.due(new Due.Unanswered("telegrams", 10))).hasSize(1);
    }

    @Test
    void withoutNewsTheStoreIsAskedOnceASecondAndWithNewsAtOnce() {
        ChangeTailer tailer = new ChangeTailer(tasks.changes(), () -> true);
        tailer.look();
        tailer.listenToEach(answers::hear);
        answers.turn();
        int asked = store.asked;
        for (int i = 0; i < 9; i++) {
            clock.move(Answers.PERIOD);
            answers.turn();
        }
        assertThat(store.asked).isEqualTo(asked);
        clock.move(Answers.PERIOD);
        answers.turn();
        assertThat(store.asked).isEqualTo(asked + 1);

        tasks.accept(new NewTask(new TaskId("new"), spec(), null));
        tailer.look();
        answers.turn();
        assertThat(store.asked).as("nothing has ended").isEqualTo(asked + 1);
        tasks.apply(new Transition.Cancel(new TaskId("new")));
        tailer.look();
        answers.turn();
        assertThat(post.sent).containsExactly(new TaskId("new"));
    }

    @Test
    void moreThanOneBatchIsAnsweredInOneTurn() {
        List<TaskId> owed = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            owed.add(cancelled());
        }
        answers.turn();

        assertThat(post.sent).containsExactlyElementsOf(owed);
        assertThat(tasks.due(new Due.Unanswered("letters", 10))).isEmpty();
    }

    @Test
    void anOutageDelaysAllAnswersAndCostsNone() {
        post.closed = true;
        List<TaskId> owed = List.of(cancelled(), cancelled(), cancelled());
        for (int i = 0; i < 600; i++) {
            clock.move(Answers.PERIOD);
            answers.turn();
        }
        assertThat(post.sent).isEmpty();
        assertThat(post.tried).as("with a growing pause").isBetween(3, 40);

        post.closed = false;
        later(Duration.ofSeconds(31));
        assertThat(post.sent).containsExactlyInAnyOrderElementsOf(owed);
    }

    /** Its lease outlasts the outage, and it need not wait for the end of that. */
    @Test
    void whatAShortOutageCutOffIsAnsweredRightAfterIt() {
        TaskId id = cancelled();
        post.closed = true;
        answers.turn();
        post.closed = false;
        clock.move(SECOND);
        answers.turn();

        assertThat(post.sent).containsExactly(id);
    }

    @Test
    void ifOnlyTheMarkIsMissingNothingIsSentAgain() {
        TaskId id = cancelled();
        store.losesMarks = true;
        answers.turn();
        assertThat(post.sent).containsExactly(id);
        assertThat(tasks.find(id).orElseThrow().answerOwed()).isTrue();

        store.losesMarks = false;
        later(Duration.ofMinutes(2));
        assertThat(post.sent).hasSize(1);
        assertThat(tasks.find(id).orElseThrow().answerOwed()).isFalse();
    }

    @Test
    void aStoreThatIsAwayIsWaitedFor() {
        TaskId id = cancelled();
        store.away = true;
        answers.turn();
        answers.turn();
        assertThat(store.asked).isEqualTo(1);

        store.away = false;
        later(SECOND);
        assertThat(post.sent).containsExactly(id);
    }

    @Test
    void ofTwoProcessesOneAnswers() {
        List<TaskId> seen = new ArrayList<>();
        Answers second = answers(row -> seen.add(row.id()));
        Answers first = answers(row -> {
            second.turn();
            return post.answer(row);
        });
        TaskId id = cancelled();
        first.turn();
        second.turn();

        assertThat(post.sent).containsExactly(id);
        assertThat(seen).isEmpty();
    }

    @Test
    void whatAProcessDiedOverIsAnsweredByAnotherWhenTheLeaseIsOver() {
        TaskId id = cancelled();
        Answers dies = answers(row -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(dies::turn).hasMessage("killed");
        answers.turn();
        assertThat(post.sent).isEmpty();
        clock.move(Answers.LEASE);
        answers.turn();
        assertThat(post.sent).isEmpty();
        later(SECOND);

        assertThat(post.sent).containsExactly(id);
    }

    /** Neither a defect of the outlet nor a refusal about one row keeps the others waiting. */
    @Test
    void oneThatCannotBeToldHoldsNoOtherUp() {
        TaskId refused = cancelled();
        TaskId broken = cancelled();
        TaskId notNow = cancelled();
        TaskId good = cancelled();
        List<TaskId> tried = new ArrayList<>();
        Answers some = answers(row -> {
            tried.add(row.id());
            if (row.id().equals(refused)) {
                throw InvalidRequest.content(RefusalCode.INVALID_REQUEST, "no such desk");
            }
            if (row.id().equals(broken)) {
                throw new IllegalStateException("a defect");
            }
            return !row.id().equals(notNow);
        });
        assertThatThrownBy(some::turn).hasMessage("a defect");
        clock.move(SECOND);
        some.turn();

        assertThat(tried).containsExactly(refused, broken, notNow, good);
        assertThat(tasks.find(good).orElseThrow().answerOwed()).isFalse();
        assertThat(List.of(refused, broken, notNow))
                .allMatch(id -> tasks.find(id).orElseThrow().answerOwed());
        for (int i = 0; i < 29; i++) {
            clock.move(SECOND);
            some.turn();
        }
        assertThat(tried).hasSize(4);
        later(Duration.ofSeconds(2));
        assertThat(post.sent).containsExactlyInAnyOrder(refused, broken, notNow);
    }

    @Test
    void whatIsTriedAgainIsAnsweredAgain() {
        TaskId id = cancelled();
        answers.turn();
        tasks.apply(new Transition.Retry(id));
        later(SECOND);
        assertThat(post.sent).hasSize(1);
        tasks.apply(new Transition.Cancel(id));
        later(SECOND);

        assertThat(post.sent).containsExactly(id, id);
    }

    /** It was put back while its former end was being told. */
    @Test
    void anAnswerThatWasOvertakenByARetryIsNotTheLast() {
        TaskId id = cancelled();
        Answers slow = answers(row -> {
            tasks.apply(new Transition.Retry(id));
            tasks.apply(new Transition.Cancel(id));
            return true;
        });
        slow.turn();
        assertThat(tasks.find(id).orElseThrow().answerOwed()).isTrue();
        answers.turn();

        assertThat(post.sent).containsExactly(id);
        assertThat(tasks.find(id).orElseThrow().answerOwed()).isFalse();
    }

    private Answers answers(Answers.Outlet outlet) {
        return new Answers(store, new Answers.Way("letters", outlet), RetryPolicy.standard(new Random(1)), clock);
    }

    private void later(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(Answers.PERIOD)) {
            clock.move(Answers.PERIOD);
            answers.turn();
        }
    }

    private TaskId cancelled() {
        TaskId id = new TaskId("t-" + ++made);
        tasks.accept(new NewTask(id, spec(), null));
        tasks.apply(new Transition.Cancel(id));
        return id;
    }

    private TaskSpec spec() {
        return ScriptedWork.task("any", clock.instant()).spec().from(ORIGIN);
    }

    /** Takes what it is given while it is open. */
    private static final class Post implements Answers.Outlet {
        private final List<TaskId> sent = new ArrayList<>();
        private TaskRow last;
        private boolean closed;
        private int tried;

        @Override
        public boolean answer(TaskRow row) {
            tried++;
            if (closed) {
                throw AWAY;
            }
            last = row;
            return sent.add(row.id());
        }
    }

    private static final class CountingStore implements ForwardingTaskStore {
        private final TaskStore store;
        private int asked;
        private boolean losesMarks;
        private boolean away;

        CountingStore(TaskStore store) {
            this.store = store;
        }

        @Override
        public TaskStore store() {
            return store;
        }

        @Override
        public List<TaskRow> due(Due due) {
            asked++;
            if (away) {
                throw AWAY;
            }
            return store.due(due);
        }

        @Override
        public boolean apply(Transition transition) {
            if (losesMarks && transition instanceof Transition.Answered) {
                throw AWAY;
            }
            return store.apply(transition);
        }
    }
}
