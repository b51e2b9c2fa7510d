package dev.tasuki.contracts;

import static dev.tasuki.contracts.TaskSamples.FAILED;
import static dev.tasuki.contracts.TaskSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tasuki.core.port.TaskStore;
import dev.tasuki.core.task.Caps;
import dev.tasuki.core.task.DatasetId;
import dev.tasuki.core.task.DatasetPin;
import dev.tasuki.core.task.Due;
import dev.tasuki.core.task.Group;
import dev.tasuki.core.task.Lease;
import dev.tasuki.core.task.NewTask;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a task may be claimed: its priority, its time to expire, its turns, and the caps of its groups. */
@ExtendWith(NoThreadLeft.class)
public abstract class TaskScheduleContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Caps TWO_PER_DATASET = new Caps(new Caps.Cap(Map.of(), OptionalInt.of(2)), Caps.Cap.NONE);
    private static final Caps ONE_WITH_GPU =
            new Caps(Caps.Cap.NONE, new Caps.Cap(Map.of("gpu", 1), OptionalInt.empty()));

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
    void aScheduleIsKeptAsItWasGiven() {
        Instant start = Instant.parse("2126-01-02T03:04:05.678Z");
        Schedule schedule = new Schedule(start, start, start.plusMillis(1), Duration.ofMillis(1_234_567), 9, 0);
        accept("m", schedule);

        assertThat(row("m").spec().schedule()).isEqualTo(schedule);
        assertThat(other.find(new TaskId("m")).orElseThrow().spec().schedule()).isEqualTo(schedule);
    }

    @Test
    void higherPrioritiesAreDueFirstThenTheirTimesThenTheirPlaces() {
        accept("low", schedule(LONG_AGO, 0));
        accept("later", schedule(LONG_AGO.plusSeconds(1), 5));
        accept("first", schedule(LONG_AGO, 5));
        accept("second", schedule(LONG_AGO, 5));
        accept("high", schedule(LONG_AGO.plusSeconds(2), 9));

        assertThat(ids(new Due.Claimable(TaskKind.TRAIN, 10)))
                .containsExactly("high", "first", "second", "later", "low");
        assertThat(ids(new Due.Unpublished(MINUTE, 3))).containsExactly("high", "first", "second");
    }

    @Test
    void aheadIsWhatIsPublishedAndOfAHigherPriority() {
        for (int priority : List.of(4, 5, 6, 9)) {
            accept("p-" + priority, schedule(LONG_AGO, priority));
            must(new Transition.Published(new TaskId("p-" + priority)));
        }
        accept("unpublished", schedule(LONG_AGO, 9));
        accept("claimed", schedule(LONG_AGO, 9));
        must(new Transition.Published(new TaskId("claimed")));
        must(new Transition.Claim(new TaskId("claimed"), 0, "w", MINUTE));

        assertThat(ids(new Due.Ahead(TaskKind.TRAIN, 5, 10))).containsExactly("p-9", "p-6");
        assertThat(ids(new Due.Ahead(TaskKind.TRAIN, 5, 1))).containsExactly("p-9");
        assertThat(ids(new Due.Ahead(TaskKind.TRAIN, 9, 10))).isEmpty();
        assertThat(ids(new Due.Ahead(TaskKind.PREDICT, 0, 10))).isEmpty();
    }

    @Test
    void aMessageUsedUpMakesTheTaskUnpublishedAndOutdatesWhoPublishedIt() {
        accept("m", schedule(LONG_AGO, 5));
        must(new Transition.Published(new TaskId("m")));
        assertThat(store.counts().published()).isEqualTo(1);
        must(new Transition.Unpublish(new TaskId("m")));

        assertThat(row("m").times().published()).isNull();
        assertThat(store.counts().published()).isZero();
        assertThat(ids(new Due.Unpublished(MINUTE, 10))).containsExactly("m");
        assertThat(store.apply(new Transition.Published(new TaskId("m"), 0))).isFalse();
        must(new Transition.Published(new TaskId("m"), 1));
        assertThat(ids(new Due.Unpublished(MINUTE, 10))).isEmpty();
        must(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
        must(new Transition.GiveBack(new TaskId("m"), 1, Duration.ZERO, true));
        assertThat(store.apply(new Transition.Published(new TaskId("m"), 1))).isFalse();
    }

    @Test
    void aTaskExpiresUnlessItWasClaimedBefore() {
        Instant now = accept("never", schedule(LONG_AGO, 5)).times().created();
        for (String id : List.of("waits", "begun")) {
            accept(id, new Schedule(LONG_AGO, LONG_AGO, now.plus(MINUTE), null, 5, 0));
        }
        must(new Transition.Claim(new TaskId("begun"), 0, "w", MINUTE));
        must(new Transition.GiveBack(new TaskId("begun"), 1, Duration.ZERO, true));
        assertThat(ids(new Due.Expired(10))).isEmpty();
        assertThat(store.apply(new Transition.Expire(new TaskId("waits"), FAILED)))
                .isFalse();

        fixture.advance(MINUTE.plusSeconds(30));

        assertThat(ids(new Due.Expired(10))).containsExactly("waits");
        assertThat(ids(new Due.Claimable(TaskKind.TRAIN, 10))).containsExactlyInAnyOrder("never", "begun");
        assertThat(ids(new Due.Unpublished(MINUTE, 10))).containsExactlyInAnyOrder("never", "begun");
        assertThat(store.apply(new Transition.Claim(new TaskId("waits"), 0, "w", MINUTE)))
                .isFalse();
        assertThat(store.apply(new Transition.Expire(new TaskId("begun"), FAILED)))
                .isFalse();
        must(new Transition.Expire(new TaskId("waits"), FAILED));
        assertThat(row("waits").state()).isEqualTo(TaskState.TASK_ERROR);
        assertThat(row("waits").outcome()).isEqualTo(FAILED);
        assertThat(row("waits").times().finished()).isNotNull();
        assertThat(ids(new Due.Expired(10))).isEmpty();
    }

    @Test
    void aTaskTriedAgainByHandDoesNotExpireAnyMore() {
        Instant now = accept("other", schedule(LONG_AGO, 5)).times().created();
        accept("m", new Schedule(LONG_AGO, LONG_AGO, now.plus(MINUTE), MINUTE, 7, 0));
        fixture.advance(MINUTE.plusSeconds(30));
        must(new Transition.Expire(new TaskId("m"), FAILED));

        must(new Transition.Retry(new TaskId("m")));

        Schedule schedule = row("m").spec().schedule();
        assertThat(schedule.expires()).isNull();
        assertThat(schedule.timeout()).isEqualTo(MINUTE);
        assertThat(schedule.priority()).isEqualTo(7);
        assertThat(schedule.firstDue()).isAfter(LONG_AGO);
        must(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
    }

    @Test
    void aRetryMayBeDueLater() {
        accept("m", schedule(LONG_AGO, 5));
        must(new Transition.Cancel(new TaskId("m")));
        must(new Transition.Retry(new TaskId("m"), Duration.ofHours(1)));

        assertThat(row("m").spec().schedule().firstDue())
                .isEqualTo(row("m").spec().runAt());
        assertThat(ids(new Due.Unpublished(MINUTE, 10))).isEmpty();
        fixture.advance(Duration.ofMinutes(61));
        assertThat(ids(new Due.Unpublished(MINUTE, 10))).containsExactly("m");
    }

    @Test
    void aMendedTaskAsksForSomethingElse() {
        TaskRow before = accept("m", schedule(LONG_AGO, 5));
        store.accept(task("bystander", "diabetes", List.of("b")));
        must(new Transition.Cancel(new TaskId("m")));
        Instant later = before.times().created().plus(MINUTE);
        TaskSpec wanted = new TaskSpec(
                TaskKind.TRAIN,
                "{\"dataset_id\":\"other\"}",
                new DatasetId("other"),
                new DatasetPin("etag-2", 7),
                "«襷»",
                List.of("z", "a"),
                new Schedule(later, later, null, Duration.ofMillis(1500), 9, 0));

        must(new Transition.Mend(new TaskId("m"), 0, wanted));

        TaskRow row = row("m");
        assertThat(row.spec())
                .isEqualTo(wanted.scheduled(new Schedule(later, later, null, Duration.ofMillis(1500), 9, 1)));
        assertThat(row.lease()).isEqualTo(new Lease(1, 0, null, null));
        assertThat(tagged("z")).containsExactly("m");
        assertThat(tagged("b")).containsExactly("bystander");
        must(new Transition.Cancel(new TaskId("m")));
        must(new Transition.Mend(new TaskId("m"), 1, task("m").spec().scheduled(Schedule.at(Schedule.AT_ONCE))));
        assertThat(row("m").spec().runAt()).isAfterOrEqualTo(before.times().created());
        assertThat(row("m").spec().tags()).isEmpty();
        assertThat(tagged("z")).isEmpty();
    }

    private List<String> tagged(String tag) {
        TaskQuery query =
                TaskQuery.newest(new TaskFilter(Set.of(), Optional.empty(), Optional.of(tag), Optional.empty()), 10);
        return store.list(query).stream().map(row -> row.id().value()).toList();
    }

    @Test
    void givingBackMovesTheStartButNotTheFirst() {
        accept("m", schedule(LONG_AGO, 5));
        must(new Transition.Claim(new TaskId("m"), 0, "w", MINUTE));
        must(new Transition.GiveBack(new TaskId("m"), 1, MINUTE, true));

        assertThat(row("m").spec().schedule().firstDue()).isBefore(Instant.parse("2001-01-01T00:00:00Z"));
        assertThat(row("m").spec().runAt()).isAfter(Instant.parse("2001-01-01T00:00:00Z"));
    }

    @Test
    void whoHoldsARunLearnsThatItWasCancelled() {
        for (String id : List.of("mine", "theirs", "untouched")) {
            accept(id, schedule(LONG_AGO, 5));
            must(new Transition.Claim(new TaskId(id), 0, id.equals("theirs") ? "they" : "me", MINUTE));
        }
        assertThat(ids(new Due.Cancelling("me", 10))).isEmpty();

        other.apply(new Transition.Cancel(new TaskId("mine")));
        other.apply(new Transition.Cancel(new TaskId("theirs")));

        assertThat(ids(new Due.Cancelling("me", 10))).containsExactly("mine");
        must(new Transition.Stopped(new TaskId("mine"), 1));
        assertThat(ids(new Due.Cancelling("me", 10))).isEmpty();
    }

    @Test
    void aCapHoldsBackWhatWouldBeOneTooMany() {
        for (String id : List.of("a", "b", "c")) {
            store.accept(task(id, "diabetes", List.of()));
        }
        store.accept(task("d", "another", List.of()));
        assertThat(claim("a", TWO_PER_DATASET)).isTrue();
        assertThat(claim("b", TWO_PER_DATASET)).isTrue();

        assertThat(claim("c", TWO_PER_DATASET)).isFalse();
        assertThat(row("c").state()).isEqualTo(TaskState.TASK_RECEIVED);
        assertThat(row("c").lease().attempts()).isZero();
        assertThat(claim("d", TWO_PER_DATASET)).isTrue();

        must(TaskSamples.complete(new TaskId("a"), 1));
        assertThat(claim("c", TWO_PER_DATASET)).isTrue();
    }

    @Test
    void aCapCountsEveryTagOfATaskAndOnlyLimitedOnes() {
        store.accept(task("a", "d", List.of("gpu", "nightly")));
        store.accept(task("b", "d", List.of("nightly")));
        store.accept(task("c", "d", List.of("eu", "gpu")));
        store.accept(task("e", "d", List.of("GPU")));

        assertThat(claim("a", ONE_WITH_GPU)).isTrue();
        assertThat(claim("b", ONE_WITH_GPU)).isTrue();
        assertThat(claim("c", ONE_WITH_GPU)).isFalse();
        assertThat(claim("e", ONE_WITH_GPU)).isTrue();
        must(new Transition.Stopped(new TaskId("a"), 1));
        assertThat(claim("c", ONE_WITH_GPU)).isTrue();
    }

    @Test
    void aLapsedLeaseHoldsNoPlace() {
        for (String id : List.of("a", "b", "c")) {
            store.accept(task(id, "d", List.of()));
        }
        assertThat(claim("a", TWO_PER_DATASET)).isTrue();
        assertThat(claim("b", TWO_PER_DATASET)).isTrue();
        fixture.advance(MINUTE.plusSeconds(30));

        assertThat(claim("c", TWO_PER_DATASET)).isTrue();
        assertThat(store.apply(new Transition.Claim(new TaskId("a"), 1, "w", MINUTE, TWO_PER_DATASET)))
                .isTrue();
        assertThat(store.apply(new Transition.Claim(new TaskId("b"), 1, "w", MINUTE, TWO_PER_DATASET)))
                .isFalse();
    }

    @Test
    void whatIsPublishedCanLeaveOutGroups() {
        store.accept(task("a", "d", List.of("x")));
        store.accept(task("b", "e", List.of("x", "y")));
        store.accept(task("c", "e", List.of()));

        assertThat(unpublished(Set.of())).containsExactly("a", "b", "c");
        assertThat(unpublished(Set.of(Group.dataset(new DatasetId("e"))))).containsExactly("a");
        assertThat(unpublished(Set.of(Group.tag("y")))).containsExactly("a", "c");
        assertThat(unpublished(Set.of(Group.tag("x"), Group.tag("z"), Group.dataset(new DatasetId("d")))))
                .containsExactly("c");
        assertThat(unpublished(Set.of(Group.dataset(new DatasetId("D")), Group.tag("X"))))
                .containsExactly("a", "b", "c");
    }

    /** Through two stores at once, as two processes would; what was claimed stays claimed. */
    @Test
    void noCapIsOversteppedByClaimsAtOnce() throws Exception {
        int threads = 8;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < threads; i++) {
                store.accept(task("m-" + round + "-" + i, "d-" + round, List.of()));
                store.accept(task("g-" + round + "-" + i, "g-" + round + "-" + i, List.of("gpu", "t-" + round)));
            }
            int now = round;
            Caps oneWithTag = new Caps(Caps.Cap.NONE, new Caps.Cap(Map.of("t-" + round, 1), OptionalInt.empty()));
            List<Boolean> won = Together.run(2 * threads, t -> () -> {
                TaskStore mine = t % 2 == 0 ? store : other;
                int i = t / 2;
                boolean dataset = (t + i) % 2 == 0;
                String id = (dataset ? "m-" : "g-") + now + "-" + i;
                return mine.apply(new Transition.Claim(
                        new TaskId(id), 0, "w", Duration.ofHours(1), dataset ? TWO_PER_DATASET : oneWithTag));
            });

            assertThat(won).filteredOn(claimed -> claimed).hasSize(3);
            assertThat(started("m-" + round)).isEqualTo(2);
            assertThat(started("g-" + round)).isEqualTo(1);
        }
    }

    /** Claims and ends in all their interleavings: at no time do more run than may. */
    @Test
    void aPlaceGivenUpIsTakenOnce() throws Exception {
        int tasks = 40;
        for (int i = 0; i < tasks; i++) {
            store.accept(task("m-" + i, "d", List.of()));
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Together.run(6, t -> () -> {
            TaskStore mine = t % 2 == 0 ? store : other;
            while (done.get() < tasks) {
                for (TaskRow row : mine.due(new Due.Claimable(TaskKind.TRAIN, 3))) {
                    if (mine.apply(new Transition.Claim(row.id(), 0, "w", Duration.ofHours(1), TWO_PER_DATASET))) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        running.decrementAndGet();
                        assertThat(mine.apply(TaskSamples.complete(row.id(), 1)))
                                .isTrue();
                        done.incrementAndGet();
                    }
                }
            }
            return true;
        });

        assertThat(most.get()).isBetween(1, 2);
        assertThat(store.counts().in(TaskState.TASK_COMPLETED)).isEqualTo(tasks);
    }

    private long started(String prefix) {
        return store.list(TaskQuery.newest(1000)).stream()
                .filter(row -> row.state() == TaskState.TASK_STARTED)
                .filter(row -> row.id().value().startsWith(prefix + "-"))
                .count();
    }

    private TaskRow accept(String id, Schedule schedule) {
        NewTask task = task(id);
        return store.accept(new NewTask(task.id(), task.spec().scheduled(schedule), null))
                .row();
    }

    private static Schedule schedule(Instant runAt, int priority) {
        return new Schedule(runAt, runAt, null, null, priority, 0);
    }

    private boolean claim(String id, Caps caps) {
        return store.apply(new Transition.Claim(new TaskId(id), 0, "w", MINUTE, caps));
    }

    private void must(Transition transition) {
        assertThat(store.apply(transition)).as("%s", transition).isTrue();
    }

    private TaskRow row(String id) {
        return store.find(new TaskId(id)).orElseThrow();
    }

    private List<String> unpublished(Set<Group> without) {
        return ids(new Due.Unpublished(MINUTE, without, 10));
    }

    private List<String> ids(Due due) {
        return store.due(due).stream().map(row -> row.id().value()).toList();
    }
}
