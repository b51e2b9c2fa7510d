package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.UNICODE;
import static dev.tasuki.contracts.TaskSamples.task;
import static dev.tasuki.contracts.TaskSamples.taskAt;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Acceptance;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.IdempotencyKey;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
import dev.tasuki.core.task.Progress;
import dev.tasuki.core.task.Schedule;
import dev.tasuki.core.task.TaskFilter;
import dev.tasuki.core.task.TaskId;
import dev.tasuki.core.task.TaskKind;
import dev.tasuki.core.task.TaskQuery;
import dev.tasuki.core.task.TaskRow;
import dev.tasuki.core.task.TaskSpec;
import dev.tasuki.core.task.TaskState;
import dev.tasuki.core.task.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link TaskStore} keeps: accepting, finding, listing, what is due. Ids and keys, the transitions and
 * the races have suites of their own: {@link TaskNameContract}, {@link TaskTransitionContract} and
 * {@link TaskRaceContract}.
 */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskStoreContract {
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
    void anAcceptedTaskIsARowAsItWasGiven() {
        TaskSpec spec = new TaskSpec(
                TaskKind.TRAIN,
                "{\"text\":\"" + UNICODE + "\",\"large\":\"" + "x".repeat(1_000_000) + "\"}",
                new DatasetId("diabetes"),
                new DatasetPin("\"etag\"", 9_000_000_000L),
                "a name: " + UNICODE,
                List.of("b", "a", UNICODE, "A"),
                Instant.parse("2026-01-02T03:04:05.678Z"));
        Acceptance acceptance = store.accept(new NewTask(new TaskId("m-1"), spec, null));

        assertThat(acceptance).isInstanceOf(Acceptance.Created.class);
        TaskRow row = acceptance.row();
        assertThat(row.id()).isEqualTo(new TaskId("m-1"));
        assertThat(row.spec()).isEqualTo(spec);
        assertThat(row.state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row.lease()).isEqualTo(Lease.NEVER);
        assertThat(row.cancelRequested()).isFalse();
        assertThat(row.progress()).isEqualTo(Progress.NONE);
        assertThat(row.times().published()).isNull();
        assertThat(row.times().started()).isNull();
        assertThat(row.times().finished()).isNull();
        assertThat(row.outcome()).isNull();
        assertThat(row.seq()).isPositive();
        assertThat(store.find(row.id())).contains(row);
        fixture.another().ifPresent(other -> assertThat(other.find(row.id())).contains(row));
    }

    @Test
    void aTaskOfAForeignProducerHasNoPinNorName() {
        TaskSpec spec = new TaskSpec(
                TaskKind.PREDICT, "", new DatasetId("d"), null, null, List.of(), Instant.parse("2026-01-01T00:00:00Z"));
        store.accept(new NewTask(new TaskId("p"), spec, null));

        assertThat(store.find(new TaskId("p")).orElseThrow().spec()).isEqualTo(spec);
    }

    @Test
    void aTaskForAtOnceIsDueFromItsAcceptanceOn() {
        Acceptance acceptance = store.accept(taskAt("m", Schedule.AT_ONCE));

        TaskRow row = acceptance.row();
        assertThat(row.spec().runAt()).isEqualTo(row.times().created());
        assertThat(row.spec().schedule().firstDue()).isEqualTo(row.times().created());
        assertThat(store.due(new Due.Claimable(TaskKind.TRAIN, 10))).containsExactly(row);
    }

    @Test
    void anAbsentRowIsNotFound() {
        assertThat(store.find(new TaskId("nobody"))).isEmpty();
        assertThat(store.list(TaskQuery.newest(10))).isEmpty();
        Map<TaskState, Long> none = Arrays.stream(TaskState.values()).collect(toMap(state -> state, state -> 0L));
        assertThat(store.counts().states()).isEqualTo(none);
    }

    @Test
    void aReportIsReadApartAndGoesWithItsRow() {
        TaskId id = new TaskId("m");
        store.accept(task("m"));
        assertThat(store.report(id)).isEmpty();
        store.apply(new Transition.Claim(id, 0, "w", MINUTE));
        assertThat(store.report(id)).isEmpty();
        store.apply(TaskSamples.complete(id, 1));

        assertThat(store.report(id)).contains(TaskSamples.REPORT);
        fixture.another().ifPresent(other -> assertThat(other.report(id)).contains(TaskSamples.REPORT));
        assertThat(store.report(new TaskId("nobody"))).isEmpty();
        store.apply(new Transition.Remove(id));
        assertThat(store.report(id)).isEmpty();
        store.accept(task("m"));
        assertThat(store.report(id)).isEmpty();
    }

    /** Lists. */
    @Nested
    class Listing {
        @Test
        void isNewestFirstAndTheCursorMeetsEveryRowOnce() {
            List<TaskRow> accepted = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                accepted.addFirst(store.accept(task("m-" + i)).row());
            }
            List<TaskRow> walked = new ArrayList<>();
            OptionalLong cursor = OptionalLong.empty();
            List<TaskRow> page;
            do {
                page = store.list(new TaskQuery(TaskFilter.ALL, cursor, 10));
                walked.addAll(page);
                cursor =
                        page.isEmpty() ? cursor : OptionalLong.of(page.getLast().seq());
            } while (page.size() == 10);

            assertThat(walked).isEqualTo(accepted);
        }

        @Test
        void theCursorIsNotDisturbedByNewRows() {
            store.accept(task("m-1"));
            TaskRow second = store.accept(task("m-2")).row();
            store.accept(task("m-3"));

            assertThat(ids(query(Set.of(), null, null, second.seq()))).containsExactly("m-1");
        }

        @Test
        void filtersByStateDatasetAndTagTogether() {
            store.accept(task("m-1", "d1", List.of("red", "blue")));
            store.accept(task("m-2", "d1", List.of("red")));
            store.accept(task("m-3", "d2", List.of("red")));
            store.accept(task("m-4", "d1", List.of("Red", "reddish")));
            store.apply(new Transition.Cancel(new TaskId("m-2")));

            assertThat(ids(query(Set.of(), "d1", "red", null))).containsExactly("m-2", "m-1");
            assertThat(ids(query(Set.of(TaskState.TASK_RECEIVED), "d1", "red", null)))
                    .containsExactly("m-1");
            assertThat(ids(query(Set.of(TaskState.TASK_CANCELLED, TaskState.TASK_RECEIVED), null, "red", null)))
                    .containsExactly("m-3", "m-2", "m-1");
            assertThat(ids(query(Set.of(), "D1", null, null))).isEmpty();
            assertThat(ids(query(Set.of(), null, "re%", null))).isEmpty();
            assertThat(ids(query(Set.of(TaskState.TASK_ERROR), null, null, null)))
                    .isEmpty();
        }

        @Test
        void aTagGivenTwiceListsTheRowOnce() {
            store.accept(task("m-1", "d", List.of("twice", "twice")));

            List<TaskRow> rows = store.list(query(Set.of(), null, "twice", null));
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().spec().tags()).containsExactly("twice", "twice");
        }

        @Test
        void aBriefListHasEverythingButThePayloads() {
            TaskRow row = store.accept(task("m-1", "d", List.of("red"))).row();

            List<TaskRow> brief = store.list(TaskQuery.newest(10).brief());

            assertThat(brief).containsExactly(row.with(row.spec().brief()));
            assertThat(store.list(TaskQuery.newest(10))).containsExactly(row);
            assertThatIllegalStateException()
                    .isThrownBy(() -> brief.getFirst().spec().payload())
                    .withMessageContaining("without its payload");
        }

        @Test
        void countsEveryState() {
            for (int i = 0; i < 5; i++) {
                store.accept(task("m-" + i));
            }
            store.apply(new Transition.Cancel(new TaskId("m-0")));
            store.apply(new Transition.Claim(new TaskId("m-1"), 0, "w", MINUTE));
            store.apply(new Transition.Fail(new TaskId("m-1"), 1, TaskSamples.FAILED));
            store.apply(new Transition.Claim(new TaskId("m-2"), 0, "w", MINUTE));

            assertThat(store.counts().states())
                    .containsEntry(TaskState.TASK_RECEIVED, 2L)
                    .containsEntry(TaskState.TASK_STARTED, 1L)
                    .containsEntry(TaskState.TASK_COMPLETED, 0L)
                    .containsEntry(TaskState.TASK_ERROR, 1L)
                    .containsEntry(TaskState.TASK_CANCELLED, 1L);
        }

        @Test
        void countsApartWhatIsNotDueYet() {
            assertThat(store.counts().longestWait()).isZero();
            store.accept(TaskSamples.taskAt("now", Schedule.AT_ONCE));
            Instant start = store.find(new TaskId("now")).orElseThrow().times().created();
            store.accept(TaskSamples.taskAt("in-an-hour", start.plus(Duration.ofHours(1))));
            store.accept(TaskSamples.taskAt("tomorrow", start.plus(Duration.ofDays(1))));
            store.accept(TaskSamples.taskAt("never", start.plus(Duration.ofDays(1))));
            store.apply(new Transition.Cancel(new TaskId("never")));

            assertThat(store.counts().scheduled()).isEqualTo(2);
            assertThat(store.counts().due()).isEqualTo(1);
            fixture.advance(Duration.ofHours(2));
            assertThat(store.counts().scheduled()).isEqualTo(1);
            assertThat(store.counts().due()).isEqualTo(2);
            assertThat(store.counts().longestWait()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
            store.apply(new Transition.Cancel(new TaskId("now")));
            assertThat(store.counts().longestWait()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
        }

        @Test
        void aRequestIsFoundByItsKeyAndContent() {
            store.accept(task("m-1", "key", "a"));
            store.accept(task("m-2", "other", "a"));
            store.accept(task("m-3"));

            assertThat(ids(TaskQuery.newest(TaskFilter.of(new IdempotencyKey("key", "a")), 10)))
                    .containsExactly("m-1");
            assertThat(ids(TaskQuery.newest(TaskFilter.of(new IdempotencyKey("key", "b")), 10)))
                    .isEmpty();
            assertThat(ids(TaskQuery.newest(TaskFilter.of(new IdempotencyKey("none", "a")), 10)))
                    .isEmpty();
        }

        private TaskQuery query(
                Set<TaskState> states, @Nullable String dataset, @Nullable String tag, @Nullable Long before) {
            return new TaskQuery(
                    new TaskFilter(
                            states,
                            Optional.ofNullable(dataset).map(DatasetId::new),
                            Optional.ofNullable(tag),
                            Optional.empty()),
                    before == null ? OptionalLong.empty() : OptionalLong.of(before),
                    100);
        }

        private List<String> ids(TaskQuery query) {
            return store.list(query).stream().map(row -> row.id().value()).toList();
        }
    }

    /** Rows that wait for somebody. */
    @Nested
    class DueRows {
        @Test
        void aReceivedRowIsClaimableFromItsTimeOn() {
            store.accept(task("now"));
            Instant start = store.find(new TaskId("now")).orElseThrow().times().created();
            store.accept(TaskSamples.taskAt("in-an-hour", start.plus(Duration.ofHours(1))));

            assertThat(claimable(10)).containsExactly("now");
            fixture.advance(Duration.ofMinutes(61));
            assertThat(claimable(10)).containsExactly("now", "in-an-hour");
        }

        @Test
        void claimableIsOldestFirstAndLimited() {
            store.accept(TaskSamples.taskAt("third", Instant.parse("2001-01-03T00:00:00Z")));
            store.accept(TaskSamples.taskAt("first", Instant.parse("2001-01-01T00:00:00Z")));
            store.accept(TaskSamples.taskAt("second", Instant.parse("2001-01-01T00:00:00Z")));

            assertThat(claimable(10)).containsExactly("first", "second", "third");
            assertThat(claimable(2)).containsExactly("first", "second");
        }

        @Test
        void claimableIsOfOneKind() {
            store.accept(task("train"));

            assertThat(store.due(new Due.Claimable(TaskKind.PREDICT, 10))).isEmpty();
        }

        @Test
        void aStartedRowIsDueOnceItsLeaseHasLapsed() {
            store.accept(task("m"));
            assertThat(store.due(new Due.Lapsed(10))).isEmpty();
            store.apply(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
            assertThat(claimable(10)).isEmpty();
            assertThat(store.due(new Due.Lapsed(10))).isEmpty();

            fixture.advance(Duration.ofSeconds(61));
            assertThat(claimable(10)).containsExactly("m");
            assertThat(ids(new Due.Lapsed(10))).containsExactly("m");

            store.apply(new Transition.Heartbeat(new TaskId("m"), 1, MINUTE, Progress.NONE));
            assertThat(claimable(10)).isEmpty();
            assertThat(store.due(new Due.Lapsed(10))).isEmpty();
        }

        @Test
        void anUnpublishedRowIsDueAndAgainAfterSilence() {
            store.accept(task("m"));
            Due unpublished = new Due.Unpublished(MINUTE, 10);
            assertThat(ids(unpublished)).containsExactly("m");

            assertThat(store.apply(new Transition.Published(new TaskId("m")))).isTrue();
            assertThat(ids(unpublished)).isEmpty();
            fixture.advance(Duration.ofSeconds(61));
            assertThat(ids(unpublished)).containsExactly("m");

            store.apply(new Transition.Published(new TaskId("m")));
            assertThat(ids(unpublished)).isEmpty();
            fixture.advance(Duration.ofSeconds(61));
            store.apply(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
            assertThat(ids(unpublished)).isEmpty();
        }

        @Test
        void aRowGivenBackIsUnpublishedOnceItsDelayIsOver() {
            store.accept(task("m"));
            store.apply(new Transition.Published(new TaskId("m")));
            store.apply(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
            store.apply(new Transition.GiveBack(new TaskId("m"), 1, Duration.ofSeconds(30), true));

            assertThat(ids(new Due.Unpublished(MINUTE, 10))).isEmpty();
            assertThat(claimable(10)).isEmpty();
            fixture.advance(Duration.ofSeconds(31));
            assertThat(ids(new Due.Unpublished(MINUTE, 10))).containsExactly("m");
            assertThat(claimable(10)).containsExactly("m");
        }

        private List<String> claimable(int limit) {
            return ids(new Due.Claimable(TaskKind.TRAIN, limit));
        }

        private List<String> ids(Due due) {
            return store.due(due).stream().map(row -> row.id().value()).toList();
        }
    }

    @Test
    void anotherProcessSeesAndChangesTheSameRows() {
        assumeTrue(fixture.another().isPresent(), "the store lives and dies with one process");
        TaskStore other = fixture.another().orElseThrow();
        store.accept(task("mine"));
        TaskRow theirs = other.accept(task("theirs")).row();

        assertThat(new HashSet<>(other.list(TaskQuery.newest(10))))
                .isEqualTo(new HashSet<>(store.list(TaskQuery.newest(10))));
        assertThat(other.apply(new Transition.Claim(new TaskId("mine"), 0, "other", MINUTE)))
                .isTrue();
        assertThat(store.apply(new Transition.Claim(new TaskId("mine"), 0, "one", MINUTE)))
                .isFalse();
        assertThat(store.find(theirs.id())).contains(theirs);
    }
}
