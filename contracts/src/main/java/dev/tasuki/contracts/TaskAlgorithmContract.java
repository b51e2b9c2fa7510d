package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Limits;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every {@link TaskStore} keeps about the algorithms of its tasks. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskAlgorithmContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

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
    void anAlgorithmIsWhatWasNamedUntilTheRunSaysWhatTheModelIsOf() {
        assertThat(accept("m", "auto").spec().algorithm()).isEqualTo("auto");
        claim("m");
        assertThat(algorithm("m")).isEqualTo("auto");
        complete("m", "ridge");

        assertThat(algorithm("m")).isEqualTo("ridge");
        assertThat(store.list(TaskQuery.newest(10).brief()).getFirst().spec().algorithm())
                .isEqualTo("ridge");
        fixture.another()
                .ifPresent(other -> assertThat(other.find(new TaskId("m"))).contains(row("m")));
    }

    @Test
    void aRunThatDoesNotSayLeavesWhatWasNamed() {
        accept("named", "lasso");
        accept("default", null);
        for (String id : List.of("named", "default")) {
            claim(id);
            complete(id, null);
        }

        assertThat(algorithm("named")).isEqualTo("lasso");
        assertThat(algorithm("default")).isNull();
    }

    @Test
    void aMendedTaskHasTheNewRequestsAlgorithm() {
        accept("m", "lasso");
        store.apply(new Transition.Cancel(new TaskId("m")));
        assertThat(store.apply(new Transition.Mend(new TaskId("m"), 0, spec("ridge"))))
                .isTrue();
        assertThat(algorithm("m")).isEqualTo("ridge");

        store.apply(new Transition.Cancel(new TaskId("m")));
        assertThat(store.apply(new Transition.Mend(new TaskId("m"), 1, spec(null))))
                .isTrue();
        assertThat(algorithm("m")).isNull();
        assertThat(listed(TaskFilter.ALL.ofAlgorithms(Set.of("lasso", "ridge"))))
                .isEmpty();
    }

    @Test
    void listsAreFilteredByOneOrMoreOfThem() {
        accept("m-1", "lasso");
        accept("m-2", "ridge");
        accept("m-3", null);
        accept("m-4", "lasso");
        accept("m-5", "auto");

        assertThat(listed(algorithms("lasso"))).containsExactly("m-4", "m-1");
        assertThat(listed(algorithms("ridge", "lasso"))).containsExactly("m-4", "m-2", "m-1");
        assertThat(listed(algorithms("Lasso"))).isEmpty();
        assertThat(listed(algorithms("lass%", "las"))).isEmpty();
        assertThat(listed(TaskFilter.ALL)).hasSize(5);
        claim("m-5");
        complete("m-5", "lasso");
        assertThat(listed(algorithms("lasso"))).containsExactly("m-5", "m-4", "m-1");
        assertThat(listed(algorithms("auto"))).isEmpty();
    }

    @Test
    void theOtherFiltersHoldBesideIt() {
        store.accept(new NewTask(
                new TaskId("tagged"), task("x", "shop", List.of("red")).spec().of("lasso"), null));
        accept("plain", "lasso");
        accept("other", "ridge");
        store.accept(new NewTask(
                new TaskId("else"), task("x", "shop", List.of("red")).spec().of("ridge"), null));
        store.apply(new Transition.Cancel(new TaskId("plain")));

        TaskFilter tagged =
                new TaskFilter(Set.of(), Optional.of(new DatasetId("shop")), Optional.of("red"), Optional.empty());
        assertThat(listed(tagged.ofAlgorithms(Set.of("lasso")))).containsExactly("tagged");
        assertThat(listed(tagged.ofAlgorithms(Set.of("ridge", "lasso")))).containsExactly("else", "tagged");
        TaskFilter waiting = TaskFilter.of(Set.of(TaskState.TASK_RECEIVED));
        assertThat(listed(waiting.ofAlgorithms(Set.of("lasso")))).containsExactly("tagged");
        assertThat(listed(TaskFilter.of(Set.of(TaskState.TASK_CANCELLED)).ofAlgorithms(Set.of("lasso"))))
                .containsExactly("plain");
        assertThat(listed(
                        algorithms("lasso").since(row("plain").times().created().plusSeconds(1))))
                .isEmpty();
    }

    @Test
    void theCursorMeetsEveryRowOfTheFilterOnce() {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            accept("m-" + i, List.of("lasso", "ridge", "svr").get(i % 3));
            if (i % 3 < 2) {
                wanted.addFirst("m-" + i);
            }
        }
        List<String> walked = new ArrayList<>();
        OptionalLong cursor = OptionalLong.empty();
        List<TaskRow> page;
        do {
            page = store.list(new TaskQuery(algorithms("lasso", "ridge"), cursor, 7));
            page.forEach(row -> walked.add(row.id().value()));
            cursor = page.isEmpty() ? cursor : OptionalLong.of(page.getLast().seq());
        } while (page.size() == 7);

        assertThat(walked).isEqualTo(wanted);
    }

    @Test
    void aListTakesAsManyAlgorithmsAsThereMayBe() {
        accept("m", "a-1");
        Set<String> many = new LinkedHashSet<>();
        for (int i = 1; i <= Limits.ALGORITHMS_LISTED.intValue(); i++) {
            many.add("a-" + i);
        }

        assertThat(listed(TaskFilter.ALL.ofAlgorithms(many))).containsExactly("m");
    }

    @Test
    void endedRowsOfAnOlderVersionAreFoundAndLabelled() {
        accept("waits", null);
        accept("failed", null);
        accept("done", null);
        accept("searched", "auto");
        accept("searches", "auto");
        accept("known", "lasso");
        claim("failed");
        store.apply(new Transition.Fail(new TaskId("failed"), 1, TaskSamples.FAILED));
        for (String id : List.of("done", "searched", "known")) {
            claim(id);
            complete(id, null);
        }
        assertThat(unlabelled(10)).containsExactly("failed", "done", "searched");
        assertThat(unlabelled(2)).containsExactly("failed", "done");

        label("failed", "");
        label("done", "ridge");
        assertThat(unlabelled(10)).containsExactly("searched");
        label("searched", "lasso");

        assertThat(unlabelled(10)).isEmpty();
        assertThat(algorithm("failed")).isEmpty();
        assertThat(listed(algorithms("ridge"))).containsExactly("done");
        assertThat(listed(algorithms("lasso"))).containsExactly("known", "searched");
        store.apply(new Transition.Cancel(new TaskId("waits")));
        assertThat(unlabelled(10)).as("one that was passed by").containsExactly("waits");
    }

    @Test
    void aLabelChangesNothingThatHasChangedSince() {
        accept("m", null);
        TaskRow waiting = row("m");
        assertThat(label(waiting, "lasso")).as("it has not ended").isFalse();
        store.apply(new Transition.Cancel(new TaskId("m")));
        assertThat(label(waiting, "lasso")).as("its version is another").isFalse();
        TaskRow cancelled = row("m");
        store.apply(new Transition.Mend(new TaskId("m"), 0, spec("ridge")));
        store.apply(new Transition.Cancel(new TaskId("m")));

        assertThat(label(cancelled, "lasso")).as("it was mended").isFalse();
        assertThat(algorithm("m")).isEqualTo("ridge");
        TaskRow last = row("m");
        assertThat(label(last, "lasso")).isTrue();
        assertThat(row("m")).as("nothing else").isEqualTo(last.with(last.spec().of("lasso")));
        assertThat(label(new TaskId("nobody"), 0, "lasso")).isFalse();
    }

    private TaskRow accept(String id, @Nullable String algorithm) {
        return store.accept(new NewTask(new TaskId(id), spec(algorithm), null)).row();
    }

    private static TaskSpec spec(@Nullable String algorithm) {
        return task("x").spec().of(algorithm);
    }

    private void claim(String id) {
        assertThat(store.apply(new Transition.Claim(new TaskId(id), 0, "w", MINUTE)))
                .isTrue();
    }

    private void complete(String id, @Nullable String algorithm) {
        assertThat(store.apply(new Transition.Complete(new TaskId(id), 1, TaskSamples.COMPLETED, "{}", algorithm)))
                .isTrue();
    }

    private void label(String id, String algorithm) {
        assertThat(label(row(id), algorithm)).isTrue();
    }

    private boolean label(TaskRow row, String algorithm) {
        return label(row.id(), row.version(), algorithm);
    }

    private boolean label(TaskId id, long version, String algorithm) {
        return store.apply(new Transition.Label(id, version, algorithm));
    }

    private TaskRow row(String id) {
        return store.find(new TaskId(id)).orElseThrow();
    }

    private @Nullable String algorithm(String id) {
        return row(id).spec().algorithm();
    }

    private static TaskFilter algorithms(String... names) {
        return TaskFilter.ALL.ofAlgorithms(Set.of(names));
    }

    private List<String> unlabelled(int limit) {
        return ids(store.due(new Due.Unlabelled(limit)));
    }

    private List<String> listed(TaskFilter filter) {
        return ids(store.list(TaskQuery.newest(filter, 10)));
    }

    private static List<String> ids(List<TaskRow> rows) {
        return rows.stream().map(row -> row.id().value()).toList();
    }
}
