package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How every {@link TaskStore} tells one task from another: by ids and by idempotency keys. */
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
