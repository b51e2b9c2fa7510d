package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How every {@link TaskStore} tells one task from another: by ids and by idempotency keys; and how it finds them by name
 * and time.
 */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskNameContract {
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

    @Test
    void tasksAreListedByTheirNameToTheLetter() {
        store.accept(named("m-1", "churn"));
        store.accept(named("m-2", "Churn"));
        store.accept(named("m-3", "churn"));
        store.accept(named("m-4", "churn %_"));
        store.accept(task("m-5"));
        store.apply(new Transition.Cancel(new TaskId("m-3")));

        assertThat(listed(TaskFilter.ALL.named("churn"))).containsExactly("m-3", "m-1");
        assertThat(listed(TaskFilter.ALL.named("churn %_"))).containsExactly("m-4");
        assertThat(listed(TaskFilter.ALL.named("churn "))).isEmpty();
        assertThat(listed(TaskFilter.ALL.named("%"))).isEmpty();
        assertThat(listed(TaskFilter.of(Set.of(TaskState.TASK_CANCELLED)).named("churn")))
                .containsExactly("m-3");
        assertThat(store.list(new TaskQuery(
                        TaskFilter.ALL.named("churn"),
                        OptionalLong.of(
                                store.find(new TaskId("m-3")).orElseThrow().seq()),
                        10)))
                .extracting(row -> row.id().value())
                .containsExactly("m-1");
    }

    @Test
    void tasksAreListedSinceTheirAcceptance() {
        store.accept(named("m-1", "a"));
        fixture.advance(Duration.ofMinutes(10));
        store.accept(named("m-2", "a"));
        Instant first = store.find(new TaskId("m-1")).orElseThrow().times().created();
        Instant second = store.find(new TaskId("m-2")).orElseThrow().times().created();

        assertThat(listed(TaskFilter.ALL.since(first))).containsExactly("m-2", "m-1");
        assertThat(listed(TaskFilter.ALL.since(first.plusNanos(1)))).containsExactly("m-2");
        assertThat(listed(TaskFilter.ALL.since(second))).containsExactly("m-2");
        assertThat(listed(TaskFilter.ALL.since(second.plusMillis(1)))).isEmpty();
        assertThat(listed(TaskFilter.of(Set.of(TaskState.TASK_RECEIVED))
                        .named("a")
                        .since(second)))
                .containsExactly("m-2");
        assertThat(listed(TaskFilter.of(Set.of(TaskState.TASK_ERROR)).since(first)))
                .isEmpty();
    }

    private List<String> listed(TaskFilter filter) {
        return store.list(TaskQuery.newest(filter, 10)).stream()
                .map(row -> row.id().value())
                .toList();
    }

    private static NewTask named(String id, String name) {
        NewTask task = task(id);
        TaskSpec spec = task.spec();
        return new NewTask(
                task.id(),
                new TaskSpec(
                        spec.kind(),
                        spec.payload(),
                        spec.dataset(),
                        spec.pin(),
                        name,
                        List.of(),
                        spec.schedule().runAt()),
                null);
    }

    @Test
    void theSameIdAgainBringsTheFirstRow() {
        TaskRow first = store.accept(task("m", "diabetes", List.of())).row();

        Acceptance again = store.accept(task("m", "other", List.of("tag")));

        assertThat(again).isEqualTo(new Acceptance.Repeated(first));
        assertThat(store.list(TaskQuery.newest(10))).containsExactly(first);
    }

    @Test
    void theSameKeyAndFingerprintBringTheFirstRow() {
        TaskRow first = store.accept(task("m-1", "key", "fp")).row();

        assertThat(store.accept(task("m-2", "key", "fp"))).isEqualTo(new Acceptance.Repeated(first));
        assertThat(store.find(new TaskId("m-2"))).isEmpty();
    }

    @Test
    void aKeyOfAnotherRequestIsTaken() {
        TaskRow first = store.accept(task("m-1", "key", "fp-1")).row();

        assertThat(store.accept(task("m-2", "key", "fp-2"))).isEqualTo(new Acceptance.KeyTaken(first));
        assertThat(store.accept(task("m-1", "key", "fp-2"))).isEqualTo(new Acceptance.KeyTaken(first));
        assertThat(store.find(new TaskId("m-2"))).isEmpty();
        assertThat(store.accept(task("m-2", "other", "fp-2"))).isInstanceOf(Acceptance.Created.class);
    }

    @Test
    void aRepeatedIdWritesNoKey() {
        TaskRow first = store.accept(task("m")).row();

        assertThat(store.accept(task("m", "key", "fp"))).isEqualTo(new Acceptance.Repeated(first));
        assertThat(store.accept(task("m-2", "key", "other"))).isInstanceOf(Acceptance.Created.class);
    }

    @Test
    void idsThatDifferOnlyInCaseNameOneTask() {
        TaskRow first = store.accept(task("70DC-a")).row();

        assertThat(store.accept(task("70dc-A", "other", List.of("tag")))).isEqualTo(new Acceptance.Repeated(first));
        assertThat(first.id()).as("the first spelling stays").isEqualTo(new TaskId("70DC-a"));
        for (String spelling : List.of("70DC-a", "70dc-a", "70DC-A")) {
            assertThat(store.find(new TaskId(spelling))).contains(first);
        }
        assertThat(store.find(new TaskId("70dc_a"))).isEmpty();
        assertThat(store.list(TaskQuery.newest(10))).containsExactly(first);
        assertThat(store.apply(new Transition.Cancel(new TaskId("70dc-a"))))
                .as("changes name the row's own id")
                .isFalse();
    }

    @Test
    void ofManySpellingsAtOnceOneMakesTheRow() throws Exception {
        List<Acceptance> acceptances = Together.run(
                8, thread -> () -> store.accept(task(thread % 2 == 0 ? "model-" + thread / 2 : "MODEL-" + thread / 2)));

        assertThat(acceptances.stream().filter(Acceptance.Created.class::isInstance))
                .hasSize(4);
        assertThat(store.list(TaskQuery.newest(10))).hasSize(4);
    }

    @Test
    void aRemovedTaskFreesItsIdInEverySpelling() {
        store.accept(task("Model"));
        store.apply(new Transition.Cancel(new TaskId("Model")));
        assertThat(store.apply(new Transition.Remove(new TaskId("Model")))).isTrue();

        assertThat(store.find(new TaskId("model"))).isEmpty();
        assertThat(store.accept(task("model")).row().id()).isEqualTo(new TaskId("model"));
    }

    @Test
    void keysThatDifferOnlyInCaseAreDifferent() {
        store.accept(task("m-1", "key", "fp"));

        assertThat(store.accept(task("m-2", "KEY", "fp"))).isInstanceOf(Acceptance.Created.class);
        String visible = "!\"#$%&'()*+,-./0:;<=>?@A[\\]^_`a{|}~";
        assertThat(store.accept(task("m-3", visible.repeat(7), "fp"))).isInstanceOf(Acceptance.Created.class);
        assertThat(store.accept(task("m-4", visible.repeat(7), "fp"))).isInstanceOf(Acceptance.Repeated.class);
    }

    @Test
    void theRemovedTaskFreesItsKeyAndId() {
        store.accept(task("m", "key", "fp"));
        store.apply(new Transition.Cancel(new TaskId("m")));
        assertThat(store.apply(new Transition.Remove(new TaskId("m")))).isTrue();

        assertThat(store.accept(task("m", "key", "other"))).isInstanceOf(Acceptance.Created.class);
        assertThat(store.find(new TaskId("m")).orElseThrow().state()).isEqualTo(TaskState.TASK_RECEIVED);
    }
}
