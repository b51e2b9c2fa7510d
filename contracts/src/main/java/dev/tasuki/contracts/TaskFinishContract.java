package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.COMPLETED;
import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request to end a run with what it has: how long it holds, and who hears of it. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskFinishContract {
    private static final TaskId ID = new TaskId("m");
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    @Test
    void aRequestToFinishOutlivesTheClaimAndIsMadeOnce() {
        store.accept(task("m"));
        assertThat(row().finishRequested()).isFalse();
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Finish(ID));
        TaskRow requested = row();
        assertThat(requested.finishRequested()).isTrue();
        assertThat(requested.cancelRequested()).isFalse();
        mustNot(new Transition.Finish(ID));
        assertThat(row()).isEqualTo(requested);
        must(new Transition.Heartbeat(ID, 1, MINUTE, Progress.NONE));
        must(new Transition.GiveBack(ID, 1, Duration.ZERO, true));
        assertThat(row().finishRequested()).isTrue();
        must(new Transition.Unpublish(ID));
        must(new Transition.Claim(ID, 1, "next", MINUTE));
        assertThat(row().finishRequested()).isTrue();
        must(TaskSamples.complete(ID, 2));

        assertThat(row().finishRequested()).isTrue();
        assertThat(row().outcome()).isEqualTo(COMPLETED);
    }

    @Test
    void whatIsCancelledIsNotFinishedAndWhatIsFinishedCanBeCancelled() {
        store.accept(task("m"));
        must(new Transition.Claim(ID, 0, "w", MINUTE));
        must(new Transition.Finish(ID));
        must(new Transition.Cancel(ID));
        assertThat(row().cancelRequested()).isTrue();
        assertThat(row().finishRequested()).isTrue();
        must(new Transition.Stopped(ID, 1));
        must(new Transition.Retry(ID));
        assertThat(row().finishRequested()).isFalse();
        must(new Transition.Claim(ID, 1, "w", MINUTE));
        must(new Transition.Cancel(ID));

        mustNot(new Transition.Finish(ID));
        assertThat(row().finishRequested()).isFalse();
        must(new Transition.Fail(ID, 2, FAILED));
        must(new Transition.Mend(ID, 2, task("m").spec()));
        assertThat(row().finishRequested()).isFalse();
    }

    @Test
    void whoHoldsARunLearnsThatItIsToFinish() {
        for (String id : List.of("mine", "theirs", "untouched")) {
            store.accept(task(id));
            must(new Transition.Claim(new TaskId(id), 0, id.equals("theirs") ? "they" : "me", MINUTE));
        }
        assertThat(store.due(new Due.Finishing("me", 10))).isEmpty();

        other.apply(new Transition.Finish(new TaskId("mine")));
        other.apply(new Transition.Finish(new TaskId("theirs")));

        assertThat(store.due(new Due.Finishing("me", 10)))
                .singleElement()
                .isEqualTo(store.find(new TaskId("mine")).orElseThrow());
        assertThat(store.due(new Due.Cancelling("me", 10))).isEmpty();
        must(TaskSamples.complete(new TaskId("mine"), 1));
        assertThat(store.due(new Due.Finishing("me", 10))).isEmpty();
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
